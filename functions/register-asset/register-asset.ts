import type { Log } from '../../adapters/aws/log';
import { ASSET_NAMESPACE } from '../../core/monitoring/metric-names';
import { DAY } from '../../core/text/time';
import { registerAssets, type AssetRegisterSteps } from '../../core/asset-register/register-assets';
import {
  type CollectorSettings,
  type AssetRegisterSettings,
  type RetentionSettings,
  scopeOf,
} from '../collector-environment';
import { reportQueueHandler } from '../report-queue';

/** Settings, steps and outputs of the handler. */
export interface RegisterAssetDependencies {
  readonly settings: CollectorSettings & AssetRegisterSettings & RetentionSettings;
  readonly steps: AssetRegisterSteps;
  readonly log: Log;
  /** Takes a line of metrics, without its end. */
  readonly writeLine: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Makes the handler of `register-asset`: it registers the complete reports of any Region in the asset register. */
export const createHandler = ({ settings, steps, log, writeLine, now }: RegisterAssetDependencies) => {
  // A copy may be kept longer than the report that it is made of.
  const days = settings.copies.mode === 'copy' ? settings.copies.days : settings.reportsDays;
  const expiredBefore = () => now() - days * DAY;
  return reportQueueHandler({
    log,
    writeLine,
    now,
    region: settings.region,
    name: 'register-asset',
    scopes: settings.regions.map((each) => scopeOf(each, settings)),
    namespace: ASSET_NAMESPACE,
    register: (keys) => registerAssets({ ...steps, expiredBefore }, keys),
  });
};
