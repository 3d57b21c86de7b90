import { glueCatalog } from '../../adapters/catalog';
import { createLog } from '../../adapters/log';
import { newerReports } from '../../adapters/reports-in-folder';
import { once } from '../../adapters/once';
import { ReportsClient, s3Client } from '../../adapters/reports';
import { regionOfDestination } from '../../core/inventory/names';
import type { ReportKey } from '../../core/inventory/report-key';
import { rivals } from '../../core/register/rivals';
import { readEnvironment, readRegisterEnvironment } from '../collector-environment';
import { createHandler, scopeOf } from './register-asset';

const NAME = 'register-asset';
const settings = { ...readEnvironment(NAME, process.env), ...readRegisterEnvironment(NAME, process.env) };
const { destinationAccount: account, database, region, endpoint } = settings;
const writeLine = (line: string) => void process.stdout.write(`${line}\n`);

/** A client per Region: S3 sends a call about another Region's bucket away. */
const s3 = once((each) => s3Client({ region: each, endpoint }));
const reports = once((each) => new ReportsClient(s3(each), { destinationAccount: account, region: each }));
const regionOf = ({ destinationBucket }: ReportKey) => regionOfDestination(destinationBucket) ?? region;

/** The Lambda's entry: its queue calls it with up to 10,000 messages. */
export const handler = createHandler({
  settings,
  catalog: glueCatalog({ region, endpoint }, account, database),
  read: (key) => reports(regionOf(key)).read(key),
  rivals: async (key) => {
    const place = { account, region: regionOf(key) };
    return rivals(key, await newerReports(s3(place.region), key, place), scopeOf(place.region, settings));
  },
  log: createLog(writeLine, { region }),
  writeLine,
  now: Date.now,
});
