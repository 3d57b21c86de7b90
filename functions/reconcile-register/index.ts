import { createLog } from '../../adapters/aws/log';
import { ReconcileStateFile } from '../../adapters/aws/reconcile-state';
import { assetRegisterCalls } from '../../adapters/calls/asset-register-calls';
import { assetRegisterReconcileSteps } from '../../adapters/calls/asset-register-reconcile';
import { assetStateKey } from '../../core/names/names';
import {
  readEnvironment,
  readPassSettings,
  readAssetRegisterEnvironment,
  assetRegisterPlace,
} from '../collector-environment';
import { createHandler } from './reconcile-register';

const NAME = 'reconcile-register';
const settings = {
  ...readEnvironment(NAME, process.env),
  ...readAssetRegisterEnvironment(NAME, process.env),
  ...readPassSettings(NAME, process.env),
};
const { destinationAccount: account, region: home, stateBucket } = settings;
const place = assetRegisterPlace(settings);
const calls = assetRegisterCalls(place);
const writeLine = (line: string) => void process.stdout.write(`${line}\n`);

/** The Lambda's entry: EventBridge calls it every hour. */
export const handler = createHandler({
  settings,
  inRegion: assetRegisterReconcileSteps(place, calls),
  stateFile: (region) =>
    new ReconcileStateFile(calls.s3(home), { bucket: stateBucket, key: assetStateKey(region), account, region: home }),
  log: createLog(writeLine, { region: home }),
  writeLine,
  now: Date.now,
});
