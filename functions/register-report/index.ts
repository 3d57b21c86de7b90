import { glueCatalog } from '../../adapters/aws/catalog';
import { createLog } from '../../adapters/aws/log';
import { ReportsClient } from '../../adapters/aws/reports';
import { manifestS3Client } from '../../adapters/aws/s3-client';
import { readEnvironment, readRetention } from '../collector-environment';
import { createHandler } from './register-report';

const NAME = 'register-report';
const settings = { ...readEnvironment(NAME, process.env), ...readRetention(NAME, process.env) };
const { destinationAccount: account, database, region, endpoint } = settings;
const access = { region, endpoint };
const writeLine = (line: string) => void process.stdout.write(`${line}\n`);

/** The Lambda's entry: its queue calls it with up to 10,000 messages. */
export const handler = createHandler({
  settings,
  reports: new ReportsClient(manifestS3Client(access), { destinationAccount: account, region }),
  catalog: glueCatalog(access, account, database),
  log: createLog(writeLine, { region }),
  writeLine,
  now: Date.now,
});
