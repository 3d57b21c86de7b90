/** Rules for the import graph as a whole, type imports included. The import table of each folder is in eslint.config.js. */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'A circle of files: move what both need into a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|\\.sandbox|cdktf\\.out)/' },
  },
};
