import { ensureViews } from '../catalog/ensure-views';
import { REGIONAL_TABLES } from '../catalog/tables';
import { readTablesInUse, tablesInUse } from '../catalog/tables-in-use';
import { Tally } from './changes';
import type { SourceBucket } from './read-group';
import { reconcileBuckets } from './reconcile-buckets';
import type { ReconcileSteps } from './steps';
import { type NewestReport, type ReconcileOptions, type ReconcileResult, walkRegion } from './walk-region';

/**
 * Reconciles the tables of a Region with its destination bucket, as `walkRegion` goes through it.
 *
 * Costs besides `reconcileBuckets` and `walkRegion`: two `GetTables`, and what `ensureViews` costs.
 *
 * @throws Orgs3Error as `walkRegion`, and where the tables could not be read
 */
export async function reconcileRegion(options: ReconcileOptions, steps: ReconcileSteps): Promise<ReconcileResult> {
  const { catalog, folders, onChange } = steps;
  const tally = new Tally(onChange);
  const reconciler = { scope: options.scope, steps };
  const tables = {
    folders,
    reconcile: (group: readonly SourceBucket[]) => reconcileBuckets(reconciler, group, tally),
    newestReports: () => newestReports(steps),
  };
  const result = await walkRegion(options, tables, tally);
  if (result.ages !== undefined && !options.scope.dryRun) {
    const read = await catalog.readTables();
    await ensureViews(catalog, REGIONAL_TABLES, { read, tables: tablesInUse(read, REGIONAL_TABLES) });
  }
  return result;
}

async function* newestReports({ catalog }: ReconcileSteps): AsyncIterable<readonly NewestReport[]> {
  for (const { name } of (await readTablesInUse(catalog, REGIONAL_TABLES)).latest) {
    for await (const page of catalog.partitionPages(name))
      yield page.map((partition) => ({ bucket: partition.values[0] ?? '', partition }));
  }
}
