import { formatsInUse } from '../catalog/formats-in-use';
import { REGISTER_TABLES, tableSpec } from '../catalog/tables';
import { Tally } from '../reconcile/changes';
import type { SourceBucket } from '../reconcile/read-group';
import { type NewestReport, type ReconcileOptions, type ReconcileResult, walkRegion } from '../reconcile/walk-region';
import { reconcileRegisterGroup } from './reconcile-register-group';
import type { RegisterReconciler, RegisterReconcileSteps } from './register-reconciler';

/**
 * Reconciles the asset register with the destination bucket of one Region, as `walkRegion` goes through it. A report whose event
 * was lost is registered, and what has expired is shown no longer.
 *
 * Costs besides `reconcileRegisterGroup` and `walkRegion`: two `GetTable` per format.
 *
 * @throws Orgs3Error as `walkRegion`, and where the tables could not be read
 */
export async function reconcileRegister(
  region: string,
  options: ReconcileOptions,
  steps: RegisterReconcileSteps,
): Promise<ReconcileResult> {
  const tally = new Tally(steps.onChange);
  const formats = await formatsInUse(steps.catalog, REGISTER_TABLES);
  const reconciler = { scope: options.scope, region, steps, formats };
  const tables = {
    folders: steps.folders,
    reconcile: (group: readonly SourceBucket[]) => reconcileRegisterGroup(reconciler, group, tally),
    newestReports: () => newestReports(reconciler),
  };
  return walkRegion(options, tables, tally);
}

async function* newestReports({ steps, formats, region }: RegisterReconciler): AsyncIterable<readonly NewestReport[]> {
  for (const format of formats) {
    const { name } = tableSpec(REGISTER_TABLES.latest, format);
    for await (const page of steps.catalog.partitionPages(name, { region }))
      yield page.map((partition) => ({ bucket: partition.values[2] ?? '', partition }));
  }
}
