import { glueCatalog } from '../../adapters/catalog';
import { createLog } from '../../adapters/log';
import { reportsClient } from '../../adapters/reports';
import { readEnvironment } from '../collector-environment';
import { createHandler } from './register-report';

const settings = readEnvironment('register-report', process.env);
const { destinationAccount, database, region, endpoint } = settings;
const access = { region, endpoint };
const writeLine = (line: string) => void process.stdout.write(`${line}\n`);

/** The Lambda's entry: its queue calls it with up to 10,000 messages. */
export const handler = createHandler({
  settings,
  reports: reportsClient(access, destinationAccount),
  catalog: glueCatalog(access, destinationAccount, database),
  log: createLog(writeLine, { region }),
  writeLine,
  now: Date.now,
});
