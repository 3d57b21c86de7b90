import type { MetricSet } from '../../adapters/aws/metrics';
import { METRIC_NAMESPACE, RECONCILE_METRICS, REGION_DIMENSION } from '../../core/monitoring/metric-names';
import type { ReportAges } from '../../core/reconcile/report-ages';
import type { ReconcileState } from '../../core/reconcile/reconcile-state';

/** The metrics of a complete pass; `timestamp` in epoch milliseconds. */
export function passMetrics(
  { totals }: ReconcileState,
  { overdue, silent }: ReportAges,
  { region, timestamp }: { readonly region: string; readonly timestamp: number },
): MetricSet {
  const count = (value: number) => ({ unit: 'Count', values: [value] }) as const;
  return {
    namespace: METRIC_NAMESPACE,
    dimensions: { [REGION_DIMENSION]: region },
    timestamp,
    metrics: {
      [RECONCILE_METRICS.completed]: count(1),
      [RECONCILE_METRICS.recovered]: count(totals.recovered),
      [RECONCILE_METRICS.unregistrable]: count(totals.unregistrable),
      [RECONCILE_METRICS.dropped]: count(totals.dropped),
      [RECONCILE_METRICS.repaired]: count(totals.repaired),
      [RECONCILE_METRICS.overdue]: count(overdue),
      [RECONCILE_METRICS.silent]: count(silent),
    },
  };
}
