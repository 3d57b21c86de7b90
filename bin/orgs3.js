#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (!existsSync(join(__dirname, '..', 'node_modules', 'tsx'))) {
  console.error(`orgs3: its packages are not installed. Run: npm ci --prefix ${join(__dirname, '..')}`);
  process.exit(1);
}
// The SDK's eight-line notice about Node versions is for whoever builds with it, not for whoever runs this command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
require('tsx/cjs');
require('../cli/main');
