import type { Log } from '../../adapters/aws/log';
import { type MetricSet, metricLines } from '../../adapters/aws/metrics';
import { RECONCILE_METRICS, REGION_DIMENSION, ASSET_NAMESPACE } from '../../core/monitoring/metric-names';
import type { Totals } from '../../core/reconcile/changes';
import { reconcileAssetRegister } from '../../core/asset-register/reconcile-asset-register';
import type { AssetRegisterReconcileSteps } from '../../core/asset-register/asset-register-reconciler';
import {
  type CollectorSettings,
  type PassSettings,
  type AssetRegisterSettings,
  scopeOf,
} from '../collector-environment';
import { logChange } from '../log-change';
import { errorFields } from '../outcome-fields';
import {
  continuePass,
  hasTime,
  type InvocationContext,
  type PassDependencies,
  type Progress,
  refusedTimes,
} from '../reconcile-pass';

/** Settings and clients of the handler. */
export interface ReconcileRegisterDependencies extends Pick<PassDependencies, 'log' | 'now'> {
  readonly settings: CollectorSettings & AssetRegisterSettings & Pick<PassSettings, 'reportsDays'>;
  readonly inRegion: (region: string) => Omit<AssetRegisterReconcileSteps, 'onChange'>;
  /** Returns the file that stores the progress of a pass through a Region, so that the next invocation resumes it. */
  readonly stateFile: (region: string) => PassDependencies['stateFile'];
  /** Takes a line of metrics, without its end. */
  readonly writeLine: (line: string) => void;
}

/**
 * Makes the handler of `reconcile-register`: one pass a day through the reports of each Region, one Region after the other. Where
 * time runs out or AWS refuses, the next invocation resumes the pass. A refusal in one Region does not stop the others.
 */
export const createHandler =
  (dependencies: ReconcileRegisterDependencies) =>
  async (_event: unknown, context: InvocationContext): Promise<void> => {
    const { settings, log, now } = dependencies;
    const write = (metrics: MetricSet['metrics']) => metricLines(metricSet(metrics)).forEach(dependencies.writeLine);
    const metricSet = (metrics: MetricSet['metrics']): MetricSet => ({
      namespace: ASSET_NAMESPACE,
      dimensions: { [REGION_DIMENSION]: settings.region },
      timestamp: now(),
      metrics,
    });
    let failed = 0;
    let completed = 0;
    let open = settings.regions.length;
    for (const region of settings.regions) {
      if (!hasTime(context)) break;
      try {
        const progress = await passThrough(region, dependencies, context);
        failed += progress?.failed ?? 0;
        if (progress !== undefined && !progress.state.complete) continue;
        open -= 1;
        if (progress === undefined) continue;
        completed += 1;
        write(passCounts(progress.state.totals));
      } catch (error) {
        failed += 1;
        log('error', 'not reconciled', { reportsOf: region, ...errorFields(error) });
      }
    }
    if (open === 0 && completed > 0) write({ [RECONCILE_METRICS.completed]: count(1) });
    if (failed > 0) throw refusedTimes(failed);
  };

function passThrough(
  region: string,
  { settings, inRegion, stateFile, log, now }: ReconcileRegisterDependencies,
  context: InvocationContext,
): Promise<Progress | undefined> {
  const regional: Log = (level, message, fields) => log(level, message, { reportsOf: region, ...fields });
  const steps = {
    ...inRegion(region),
    onChange: (change: Parameters<typeof logChange>[1]) => logChange(regional, change),
  };
  const run: PassDependencies['run'] = ({ completeBefore, expiredBefore, ...options }) => {
    const scope = { ...scopeOf(region, settings), dryRun: false, completeBefore, expiredBefore };
    // The age of reports is measured by reconcile-catalog in each Region.
    return reconcileAssetRegister(region, { ...options, scope, overdueAfter: Infinity }, steps);
  };
  return continuePass(
    { stateFile: stateFile(region), run, log: regional, now, reportsDays: settings.reportsDays },
    context,
  );
}

const count = (value: number) => ({ unit: 'Count', values: [value] }) as const;

const passCounts = ({ recovered, unregistrable, dropped, repaired }: Totals): MetricSet['metrics'] => ({
  [RECONCILE_METRICS.recovered]: count(recovered),
  [RECONCILE_METRICS.unregistrable]: count(unregistrable),
  [RECONCILE_METRICS.dropped]: count(dropped),
  [RECONCILE_METRICS.repaired]: count(repaired),
});
