import type { Log } from '../../adapters/log';
import { destinationBucketName } from '../../core/inventory/names';
import type { ReportScope } from '../../core/inventory/report-key';
import { REGISTER_NAMESPACE } from '../../core/monitoring/metric-names';
import { registerAssets, type RegisterSteps } from '../../core/register/register-assets';
import type { CollectorSettings, RegisterSettings } from '../collector-environment';
import { reportQueueHandler } from '../report-queue';

/** What the handler works with. */
export interface RegisterAssetDependencies extends Omit<RegisterSteps, 'location'> {
  readonly settings: CollectorSettings & RegisterSettings;
  readonly log: Log;
  /** Takes a line of metrics, without its end. */
  readonly writeLine: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Makes the handler of `register-asset`: events of complete reports of any Region in, the register's tables and partitions out. */
export function createHandler({ settings, log, writeLine, now, ...steps }: RegisterAssetDependencies) {
  const { region, location } = settings;
  return reportQueueHandler({
    ...{ log, writeLine, now, region },
    name: 'register-asset',
    scopes: settings.regions.map((each) => scopeOf(each, settings)),
    namespace: REGISTER_NAMESPACE,
    register: (keys) => registerAssets({ ...steps, location }, keys),
  });
}

/** Where the reports of a Region are expected. */
export const scopeOf = (
  region: string,
  { destinationAccount, destinationPrefix, configurationId }: CollectorSettings,
): ReportScope => ({
  destinationBucket: destinationBucketName(region, destinationAccount),
  destinationPrefix,
  configurationId,
});
