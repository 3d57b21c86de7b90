#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (!existsSync(join(__dirname, '..', 'node_modules', 'tsx'))) {
  console.error(`orgs3: its packages are not installed. Run: npm ci --prefix ${join(__dirname, '..')}`);
  process.exit(1);
}
require('tsx/cjs');
require('../cli/main.ts');
