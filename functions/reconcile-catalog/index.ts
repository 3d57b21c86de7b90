import { glueCatalog } from '../../adapters/aws/catalog';
import { createLog } from '../../adapters/aws/log';
import { sizesBelow } from '../../adapters/aws/object-sizes';
import { ReconcileStateFile } from '../../adapters/aws/reconcile-state';
import { ReportFolders } from '../../adapters/aws/report-folders';
import { ReportsClient } from '../../adapters/aws/reports';
import { manifestS3Client } from '../../adapters/aws/s3-client';
import { RECONCILE_STATE_KEY } from '../../core/names/names';
import { readEnvironment, readReconcileEnvironment } from '../collector-environment';
import { createHandler } from './reconcile-catalog';

const NAME = 'reconcile-catalog';
const settings = { ...readEnvironment(NAME, process.env), ...readReconcileEnvironment(NAME, process.env) };
const { destinationAccount: account, destinationBucket, stateBucket, database, region, endpoint } = settings;
const access = { region, endpoint };
const s3 = manifestS3Client(access);
const place = { bucket: destinationBucket, account, region };
const writeLine = (line: string) => void process.stdout.write(`${line}\n`);

/** The Lambda's entry: EventBridge calls it every hour. */
export const handler = createHandler({
  settings,
  folders: new ReportFolders(s3, place),
  reports: new ReportsClient(s3, { destinationAccount: account, region }),
  sizesBelow: (folder) => sizesBelow(s3, { ...place, folder }),
  catalog: glueCatalog(access, account, database),
  stateFile: new ReconcileStateFile(s3, { bucket: stateBucket, key: RECONCILE_STATE_KEY, account, region }),
  log: createLog(writeLine, { region }),
  writeLine,
  now: Date.now,
});
