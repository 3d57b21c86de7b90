import { ensureViews } from '../catalog/ensure-views';
import { ASSET_TABLES } from '../catalog/tables';
import { readTablesInUse, tablesInUse } from '../catalog/tables-in-use';
import { Tally } from '../reconcile/changes';
import type { SourceBucket } from '../reconcile/read-group';
import { type NewestReport, type ReconcileOptions, type ReconcileResult, walkRegion } from '../reconcile/walk-region';
import { reconcileAssetRegisterGroup } from './reconcile-asset-register-group';
import type { AssetRegisterReconciler, AssetRegisterReconcileSteps } from './asset-register-reconciler';

/**
 * Reconciles the asset register with the destination bucket of one Region, as `walkRegion` goes through it. A report whose event
 * was lost is registered, and what has expired is shown no longer.
 *
 * Costs besides `reconcileAssetRegisterGroup` and `walkRegion`: two `GetTables`, and what `ensureViews` costs.
 *
 * @throws Orgs3Error as `walkRegion`, and where the tables could not be read
 */
export async function reconcileAssetRegister(
  region: string,
  options: ReconcileOptions,
  steps: AssetRegisterReconcileSteps,
): Promise<ReconcileResult> {
  const tally = new Tally(steps.onChange);
  const reconciler = { scope: options.scope, region, steps };
  const tables = {
    folders: steps.folders,
    reconcile: (group: readonly SourceBucket[]) => reconcileAssetRegisterGroup(reconciler, group, tally),
    newestReports: () => newestReports(reconciler),
  };
  const result = await walkRegion(options, tables, tally);
  if (result.ages !== undefined && !options.scope.dryRun) {
    const read = await steps.catalog.readTables();
    await ensureViews(steps.catalog, ASSET_TABLES, { read, tables: tablesInUse(read, ASSET_TABLES) });
  }
  return result;
}

async function* newestReports({ steps, region }: AssetRegisterReconciler): AsyncIterable<readonly NewestReport[]> {
  for (const { name } of (await readTablesInUse(steps.catalog, ASSET_TABLES)).latest) {
    for await (const page of steps.catalog.partitionPages(name, { region }))
      yield page.map((partition) => ({ bucket: partition.values[2] ?? '', partition }));
  }
}
