const js = require('@eslint/js');
const tseslint = require('typescript-eslint');
const { plainComments } = require('./eslint-rules/plain-comments');

const folders = ['stacks', 'functions', 'core', 'adapters', 'queries', 'cli', 'sandbox', 'scripts', 'tests'];

/** The import table of docs/architecture.md: what a folder may import besides itself. */
const mayImport = {
  core: [],
  stacks: ['core'],
  functions: ['core', 'adapters'],
  adapters: ['core'],
  cli: ['core', 'adapters'],
  scripts: ['core'],
};

/** The rooms of core/ in order of floors: a room imports from those before it alone. */
const coreRooms = [
  'text',
  'names',
  'report',
  'config',
  'organization',
  'inventory',
  'refusals',
  'catalog',
  'policies',
  'query',
  'drift',
  'adoption',
  'status',
  'monitoring',
  'publish',
  'reconcile',
  'asset-register',
  'discovery',
  'dead-letters',
  'deploying',
];

/** The rooms of adapters/, likewise. */
const adapterRooms = ['aws', 'files', 'bundle', 'duckdb', 'calls'];

/** Bans, for a room, of its own floor's other rooms and of all above. */
const above = (folder, rooms, room) => {
  const higher = rooms.slice(rooms.indexOf(room) + 1);
  return higher.length === 0
    ? []
    : [
        {
          regex: `^\\.\\./(${higher.join('|')})/`,
          message: `${folder}/${room}/ lies below that room and may not import it (the order is in docs/architecture.md).`,
        },
      ];
};

const outside = (folder, allowed) =>
  folders
    .filter((other) => other !== folder && !allowed.includes(other))
    .map((other) => ({
      regex: `^(\\.\\.?/)+(.*/)?${other}/`,
      message: `${folder}/ may import only ${[folder, ...allowed].join(', ')} (docs/architecture.md).`,
    }));

const sdk = { regex: '^(@aws-sdk|@smithy|@duckdb)/', message: 'SDK clients live in adapters/ (docs/architecture.md).' };
const cdktf = { regex: '^(cdktf|constructs|@cdktf/.*)$', message: 'CDKTF belongs to stacks/ (docs/architecture.md).' };
const assets = {
  regex: '^cdktf$',
  importNames: ['AssetType', 'TerraformAsset'],
  message: 'cdktf zips folders with packages of its own that have known vulnerabilities (docs/security.md).',
};
const node = { regex: '^node:', message: 'core/ is pure: no files, no clock, no process (docs/architecture.md).' };

const platform = {
  core: [sdk, cdktf, node],
  stacks: [sdk, assets],
  functions: [sdk, cdktf],
  adapters: [cdktf],
  cli: [sdk, cdktf],
  scripts: [sdk, cdktf],
};

/** Import bans per room: those of its folder, and the rooms above it. */
const floors = (folder, rooms) => [
  {
    files: [`${folder}/*.ts`],
    rules: {
      'no-restricted-imports': restricted(folder, [
        { regex: '^\\./', message: `The ground of ${folder}/ imports no room.` },
      ]),
    },
  },
  ...rooms.map((room) => ({
    files: [`${folder}/${room}/**/*.ts`],
    rules: { 'no-restricted-imports': restricted(folder, above(folder, rooms, room)) },
  })),
];

const restricted = (folder, more) => [
  'error',
  { patterns: [...outside(folder, mayImport[folder]), ...platform[folder], ...more] },
];

module.exports = tseslint.config(
  { ignores: ['node_modules/', 'cdktf.out/', '.sandbox/', '**/*.js'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } } },
  {
    plugins: { local: { rules: { 'plain-comments': plainComments } } },
    rules: {
      'local/plain-comments': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'AssignmentExpression[operator!="="] AwaitExpression.right, AssignmentExpression[operator!="="] > .right AwaitExpression',
          message: 'Await first: the variable is read before the wait, and what others add meanwhile is lost.',
        },
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import from the file that defines it.' },
        {
          // A conditional spread is something else, and allowed.
          selector: 'ObjectExpression > SpreadElement > ObjectExpression',
          message: 'Write these properties without the spread, one a line.',
        },
      ],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'require-atomic-updates': 'error',
    },
  },
  {
    // Tests set the answers of a fake between two runs, which is no race.
    files: ['tests/**/*.ts'],
    rules: { 'require-atomic-updates': ['error', { allowProperties: true }] },
  },
  ...Object.keys(mayImport).map((folder) => ({
    files: [`${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': restricted(folder, []),
    },
  })),
  ...floors('core', coreRooms),
  ...floors('adapters', adapterRooms),
  {
    files: ['core/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'console'] },
  },
);
