import type { Log } from '../../adapters/aws/log';
import type { Catalog } from '../../core/catalog/catalog';
import { registerKeys } from '../../core/catalog/register-keys';
import type { ReportFiles } from '../../core/report/manifest';
import type { ReportKey } from '../../core/report/report-key';
import { METRIC_NAMESPACE } from '../../core/monitoring/metric-names';
import { DAY } from '../../core/text/time';
import type { CollectorSettings, RetentionSettings } from '../collector-environment';
import { reportQueueHandler } from '../report-queue';

/** Settings, clients and outputs of the handler. */
export interface RegisterDependencies {
  readonly settings: CollectorSettings & RetentionSettings;
  readonly reports: { read(key: ReportKey): Promise<ReportFiles> };
  readonly catalog: Catalog;
  readonly log: Log;
  /** Takes a line of metrics, without its end. */
  readonly writeLine: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Makes the handler of `register-report`: it registers complete reports in the Region's tables. */
export function createHandler({ settings, reports, catalog, ...rest }: RegisterDependencies) {
  const location = `s3://${settings.destinationBucket}/${settings.destinationPrefix}/`;
  const expiredBefore = () => rest.now() - settings.reportsDays * DAY;
  return reportQueueHandler({
    ...rest,
    name: 'register-report',
    scopes: [settings],
    namespace: METRIC_NAMESPACE,
    region: settings.region,
    register: (keys) => registerKeys({ catalog, location, read: (key) => reports.read(key), expiredBefore }, keys),
  });
}
