import { ensureViews } from '../catalog/ensure-views';
import { formatsInUse } from '../catalog/formats-in-use';
import { REGIONAL_TABLES, tableSpec } from '../catalog/tables';
import { Tally } from './changes';
import type { Reconciler, SourceBucket } from './read-group';
import { reconcileBuckets } from './reconcile-buckets';
import type { ReconcileSteps } from './steps';
import { type NewestReport, type ReconcileOptions, type ReconcileResult, walkRegion } from './walk-region';

/**
 * Reconciles the tables of a Region with its destination bucket, with `walkRegion`.
 *
 * Costs two `GetTable` per format, besides the costs of `reconcileBuckets`, `walkRegion` and `ensureViews`.
 *
 * @throws Orgs3Error as `walkRegion`, and where the tables could not be read
 */
export async function reconcileRegion(options: ReconcileOptions, steps: ReconcileSteps): Promise<ReconcileResult> {
  const tally = new Tally(steps.onChange);
  const formats = await formatsInUse(steps.catalog, REGIONAL_TABLES);
  const reconciler = { scope: options.scope, steps, formats };
  const tables = {
    folders: steps.folders,
    reconcile: (group: readonly SourceBucket[]) => reconcileBuckets(reconciler, group, tally),
    newestReports: () => newestReports(reconciler),
  };
  const result = await walkRegion(options, tables, tally);
  if (result.ages !== undefined && !options.scope.dryRun) await ensureViews(steps.catalog);
  return result;
}

async function* newestReports({ steps, formats }: Reconciler): AsyncIterable<readonly NewestReport[]> {
  for (const format of formats) {
    for await (const page of steps.catalog.partitionPages(tableSpec('latest', format).name))
      yield page.map((partition) => ({ bucket: partition.values[0] ?? '', partition }));
  }
}
