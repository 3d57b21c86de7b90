import { createLog } from '../../adapters/log';
import { once } from '../../adapters/once';
import { ReconcileStateFile } from '../../adapters/reconcile-state';
import { registerCalls } from '../../adapters/register-calls';
import { ReportFolders } from '../../adapters/report-folders';
import { reportsInFolder } from '../../adapters/reports-in-folder';
import { assetStateKey, destinationBucketName } from '../../core/inventory/names';
import { locationOf } from '../../core/register/location-of';
import { registerAssets } from '../../core/register/register-assets';
import { readEnvironment, readRegisterEnvironment, readStateBucket, registerPlace } from '../collector-environment';
import { createHandler } from './reconcile-register';

const NAME = 'reconcile-register';
const settings = { ...readEnvironment(NAME, process.env), ...readRegisterEnvironment(NAME, process.env) };
const { destinationAccount: account, region: home, copies } = settings;
const stateBucket = readStateBucket(NAME, process.env);
const { s3, steps } = registerCalls(registerPlace(settings));
const writeLine = (line: string) => void process.stdout.write(`${line}\n`);

const place = (region: string) => ({ bucket: destinationBucketName(region, account), account, region });
const copied = new ReportFolders(s3(home), { bucket: copies.bucket, account, region: home });
const folders = once((region: string) => new ReportFolders(s3(region), place(region)));

/** The Lambda's entry: EventBridge calls it every hour. */
export const handler = createHandler({
  settings,
  inRegion: (region) => ({
    folders: (folder) => folders(region).below(folder),
    reports: (folder) => reportsInFolder(s3(region), { ...place(region), folder }),
    catalog: steps.catalog,
    copiesBucket: copies.bucket,
    copies: async (folder) => {
      const found = new Set<string>();
      for await (const page of copied.below(folder))
        for (const each of page) found.add(each.slice(`${folder}dt=`.length, -1));
      return found;
    },
    locationOf: (key) => locationOf(key, copies, Date.now()),
    read: steps.read,
    register: (keys) => registerAssets(steps, keys),
  }),
  stateFile: (region) =>
    new ReconcileStateFile(s3(home), { bucket: stateBucket, key: assetStateKey(region), account, region: home }),
  log: createLog(writeLine, { region: home }),
  writeLine,
  now: Date.now,
});
