import { createLog } from '../../adapters/aws/log';
import { assetRegisterCalls } from '../../adapters/calls/asset-register-calls';
import {
  readEnvironment,
  readAssetRegisterEnvironment,
  assetRegisterPlace,
  readRetention,
} from '../collector-environment';
import { createHandler } from './register-asset';

const NAME = 'register-asset';
const settings = {
  ...readEnvironment(NAME, process.env),
  ...readAssetRegisterEnvironment(NAME, process.env),
  ...readRetention(NAME, process.env),
};
const writeLine = (line: string) => void process.stdout.write(`${line}\n`);

/** The Lambda's entry: its queue calls it with up to 10,000 messages. */
export const handler = createHandler({
  settings,
  steps: assetRegisterCalls(assetRegisterPlace(settings)).steps,
  log: createLog(writeLine, { region: settings.region }),
  writeLine,
  now: Date.now,
});
