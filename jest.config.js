const { availableParallelism } = require('node:os');

/** Packages that ship ES modules only; Jest loads CommonJS, so these are transformed like our own files. */
const esmPackages = [
  'leven',
  'p-map',
  'hyparquet',
  'hyparquet-writer',
  'csv-stringify',
  'fast-check',
  'pure-rand',
  'marked',
];

const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.[tj]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${esmPackages.join('|')})/)`],
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out', '<rootDir>/.sandbox'],
};

/** @type {import('jest').Config} */
module.exports = {
  // How long something takes is for the benchmarks to say: a busy machine fails no test.
  testTimeout: 60_000,
  // The end-to-end tests mostly wait for Terraform: another file is run meanwhile, on two cores too.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: ['/tests/e2e/'],
    },
    {
      ...shared,
      displayName: 'e2e',
      globalSetup: '<rootDir>/tests/e2e/prepare.ts',
      testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'],
    },
  ],
};
