import { dirname, join, resolve } from 'node:path';
import { App } from 'cdktf';
import { readConfig } from './adapters/files/config-file';
import { bundleFunction } from './adapters/bundle/function-bundle';
import { readImports } from './adapters/files/imports-file';
import { readSavedQueries } from './adapters/files/query-files';
import { readSnapshot } from './adapters/files/snapshot-files';
import { errorLines } from './core/refusals/error-lines';
import { selectBuckets } from './core/organization/selection';
import { addOrganizationStacks } from './stacks/organization-stacks';

async function main(): Promise<void> {
  const configFile = process.env['ORGS3_CONFIG'] ?? 'inventory.yaml';
  const config = readConfig(configFile);
  const folder = process.env['ORGS3_ORGANIZATION'] ?? 'organization';
  const snapshot = readSnapshot(folder);

  const app = new App();
  addOrganizationStacks(app, {
    config,
    configFolder: dirname(resolve(configFile)),
    snapshot,
    selection: selectBuckets(config, snapshot),
    existing: readImports(folder),
    bundles: {
      registerReport: await bundleFunction('register-report'),
      reconcileCatalog: await bundleFunction('reconcile-catalog'),
      registerAsset: await bundleFunction('register-asset'),
      reconcileRegister: await bundleFunction('reconcile-register'),
    },
    savedQueries: readSavedQueries(join(__dirname, 'queries')),
  });
  app.synth();
}

main().catch((error: unknown) => {
  console.error(`error: ${errorLines(error).join('\n')}`);
  process.exitCode = 1;
});
