import { formatsInUse } from '../catalog/formats-in-use';
import { ASSET_TABLES, tableSpec } from '../catalog/tables';
import { Tally } from '../reconcile/changes';
import type { SourceBucket } from '../reconcile/read-group';
import { type NewestReport, type ReconcileOptions, type ReconcileResult, walkRegion } from '../reconcile/walk-region';
import { reconcileAssetRegisterGroup } from './reconcile-asset-register-group';
import type { AssetRegisterReconciler, AssetRegisterReconcileSteps } from './asset-register-reconciler';

/**
 * Reconciles the asset register with the destination bucket of one Region, in the order of `walkRegion`. Registers reports whose
 * events were lost, and drops partitions of expired reports.
 *
 * Costs two `GetTable` per format, and the costs of `walkRegion` and `reconcileAssetRegisterGroup`.
 *
 * @throws Orgs3Error as `walkRegion` does, and if the tables could not be read
 */
export async function reconcileAssetRegister(
  region: string,
  options: ReconcileOptions,
  steps: AssetRegisterReconcileSteps,
): Promise<ReconcileResult> {
  const tally = new Tally(steps.onChange);
  const formats = await formatsInUse(steps.catalog, ASSET_TABLES);
  const reconciler = { scope: options.scope, region, steps, formats };
  const tables = {
    folders: steps.folders,
    reconcile: (group: readonly SourceBucket[]) => reconcileAssetRegisterGroup(reconciler, group, tally),
    newestReports: () => newestReports(reconciler),
  };
  return walkRegion(options, tables, tally);
}

async function* newestReports({
  steps,
  formats,
  region,
}: AssetRegisterReconciler): AsyncIterable<readonly NewestReport[]> {
  for (const format of formats) {
    const { name } = tableSpec(ASSET_TABLES.latest, format);
    for await (const page of steps.catalog.partitionPages(name, { region }))
      yield page.map((partition) => ({ bucket: partition.values[2] ?? '', partition }));
  }
}
