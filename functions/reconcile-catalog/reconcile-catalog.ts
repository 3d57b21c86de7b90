import type { Log } from '../../adapters/aws/log';
import { metricLines } from '../../adapters/aws/metrics';
import type { Catalog } from '../../core/catalog/catalog';
import type { ListSizes } from '../../core/report/data-files';
import type { ReportFiles } from '../../core/report/manifest';
import type { ReportKey } from '../../core/report/report-key';
import type { Change } from '../../core/reconcile/changes';
import { reconcileRegion } from '../../core/reconcile/reconcile-region';
import { DAY } from '../../core/text/time';
import type { CollectorSettings, ReconcileSettings } from '../collector-environment';
import { logChange } from '../log-change';
import { continuePass, type InvocationContext, type PassDependencies, refusedTimes } from '../reconcile-pass';
import { passMetrics } from './pass-metrics';

/** Settings and clients of the handler. */
export interface ReconcileDependencies extends Pick<PassDependencies, 'stateFile' | 'now'> {
  readonly settings: CollectorSettings & ReconcileSettings;
  readonly folders: { below(folder: string): AsyncIterable<readonly string[]> };
  readonly reports: { read(key: ReportKey): Promise<ReportFiles> };
  readonly sizesBelow: ListSizes;
  readonly catalog: Catalog;
  readonly log: Log;
  /** Takes a line of metrics, without its end. */
  readonly writeLine: (line: string) => void;
}

/**
 * Makes the handler of `reconcile-catalog`: one pass through the Region a day. Where time runs out or AWS refuses, the next
 * invocation resumes the pass. An invocation with nothing to do costs two calls.
 */
export const createHandler =
  ({ settings, folders, reports, sizesBelow, catalog, stateFile, log, writeLine, now }: ReconcileDependencies) =>
  async (_event: unknown, context: InvocationContext): Promise<void> => {
    const steps = {
      folders: (folder: string) => folders.below(folder),
      readReport: (key: ReportKey) => reports.read(key),
      sizesBelow,
      catalog,
      onChange: (change: Change) => logChange(log, change),
    };
    const run: PassDependencies['run'] = ({ completeBefore, expiredBefore, ...options }) =>
      reconcileRegion(
        {
          ...options,
          scope: { ...settings, dryRun: false, completeBefore, expiredBefore },
          overdueAfter: settings.overdueAfterDays * DAY,
        },
        steps,
      );
    const progress = await continuePass({ stateFile, run, log, now, reportsDays: settings.reportsDays }, context);
    if (progress?.ages !== undefined) {
      const set = passMetrics(progress.state, progress.ages, { region: settings.region, timestamp: now() });
      metricLines(set).forEach(writeLine);
    }
    if (progress !== undefined && progress.failed > 0) throw refusedTimes(progress.failed);
  };
