import { S3Client } from '@aws-sdk/client-s3';
import { GlueClient } from '@aws-sdk/client-glue';
import type { Config } from '../core/config/schema';
import { DATABASE, destinationBucketName } from '../core/inventory/names';
import type { OrganizationSteps } from '../core/reconcile/reconcile-organization';
import { clientOptions } from './aws';
import { GlueCatalog } from './catalog';
import { once } from './once';
import { ReportFolders } from './report-folders';
import { ReportsClient } from './reports';

/** The steps of reconciling that call AWS; `close` ends their connections. */
export interface ReconcileCalls extends Pick<OrganizationSteps, 'inRegion'> {
  close(): void;
}

/** Calls S3 and Glue of the destination account with the caller's own credentials, in any Region. */
export function reconcileCalls({ destination, emulator }: Config): ReconcileCalls {
  const { account } = destination;
  const clients: { destroy(): void }[] = [];
  const inRegion = once((region) => {
    const access = clientOptions({ region, endpoint: emulator?.endpoint });
    const s3 = new S3Client({ ...access, forcePathStyle: emulator !== undefined });
    const glue = new GlueClient(access);
    clients.push(s3, glue);
    const folders = new ReportFolders(s3, { bucket: destinationBucketName(region, account), account, region });
    const reports = new ReportsClient(s3, { destinationAccount: account, region });
    return {
      folders: (folder: string) => folders.below(folder),
      readReport: reports.read.bind(reports),
      catalog: new GlueCatalog(glue, { account, region, database: DATABASE }),
    };
  });
  return {
    inRegion,
    close: () => {
      for (const client of clients) client.destroy();
    },
  };
}
