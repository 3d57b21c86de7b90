import { createLog } from '../../adapters/aws/log';
import { ReconcileStateFile } from '../../adapters/aws/reconcile-state';
import { registerCalls } from '../../adapters/calls/register-calls';
import { registerReconcileSteps } from '../../adapters/calls/register-reconcile';
import { assetStateKey } from '../../core/names/names';
import { readEnvironment, readRegisterEnvironment, readStateBucket, registerPlace } from '../collector-environment';
import { createHandler } from './reconcile-register';

const NAME = 'reconcile-register';
const settings = { ...readEnvironment(NAME, process.env), ...readRegisterEnvironment(NAME, process.env) };
const { destinationAccount: account, region: home } = settings;
const stateBucket = readStateBucket(NAME, process.env);
const place = registerPlace(settings);
const calls = registerCalls(place);
const writeLine = (line: string) => void process.stdout.write(`${line}\n`);

/** The Lambda's entry: EventBridge calls it every hour. */
export const handler = createHandler({
  settings,
  inRegion: registerReconcileSteps(place, calls),
  stateFile: (region) =>
    new ReconcileStateFile(calls.s3(home), { bucket: stateBucket, key: assetStateKey(region), account, region: home }),
  log: createLog(writeLine, { region: home }),
  writeLine,
  now: Date.now,
});
