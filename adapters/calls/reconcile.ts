import type { Config } from '../../core/config/schema';
import { configuredScope } from '../../core/inventory/configured-scope';
import { DATABASE, destinationBucketName } from '../../core/names/names';
import type { ReconciledTables } from '../../core/reconcile/reconcile-organization';
import { regionalTables } from '../../core/reconcile/regional-tables';
import { configuredAssetRegister } from '../../core/asset-register/configured-asset-register';
import { assetRegisterTables } from '../../core/asset-register/asset-register-tables';
import { GlueCatalog } from '../aws/catalog';
import { glueClient } from '../aws/glue-database';
import { sizesBelow } from '../aws/object-sizes';
import { once } from '../aws/once';
import { OpenClients } from '../aws/open-clients';
import { ReportFolders } from '../aws/report-folders';
import { ReportsClient } from '../aws/reports';
import { s3Client } from '../aws/s3-client';
import { assetRegisterCalls } from './asset-register-calls';
import { assetRegisterReconcileSteps } from './asset-register-reconcile';

/** Tables that are reconciled by calling AWS; `close` ends the connections. */
export interface ReconcileCalls {
  readonly tables: ReconciledTables;
  close(): void;
}

/** The tables of each Region. Calls S3 and Glue of the destination account with the caller's own credentials, in any Region. */
export function reconcileCalls(config: Config): ReconcileCalls {
  const { destination, emulator } = config;
  const { account } = destination;
  const clients = new OpenClients();
  const inRegion = once((region) => {
    const access = { region, endpoint: emulator?.endpoint };
    const s3 = clients.keep(s3Client(access));
    const glue = clients.keep(glueClient(access));
    const place = { bucket: destinationBucketName(region, account), account, region };
    const folders = new ReportFolders(s3, place);
    const reports = new ReportsClient(s3, { destinationAccount: account, region });
    return {
      folders: (folder: string) => folders.below(folder),
      readReport: reports.read.bind(reports),
      sizesBelow: (folder: string) => sizesBelow(s3, { ...place, folder }),
      catalog: new GlueCatalog(glue, { account, region, database: DATABASE }),
    };
  });
  return {
    tables: regionalTables(config, inRegion),
    close: () => clients.close(),
  };
}

/**
 * The tables of the asset register. Calls S3 in any Region and Glue in the home Region, with the caller's own credentials.
 *
 * @throws Orgs3Error where the configuration has no asset register
 */
export function assetRegisterReconcileCalls(config: Config): ReconcileCalls {
  const { account, homeRegion: region } = config.destination;
  const place = {
    ...configuredAssetRegister(config),
    account,
    region,
    endpoint: config.emulator?.endpoint,
    scopeOf: (each: string) => configuredScope(config, each),
  };
  const calls = assetRegisterCalls(place);
  return { tables: assetRegisterTables(config, assetRegisterReconcileSteps(place, calls)), close: () => calls.close() };
}
