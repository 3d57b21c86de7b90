import { groupedBy } from '../text/grouped-by';
import { BATCH_LIMITS, type Catalog, type EntryFailure } from './catalog';
import { chunks } from './chunks';
import { entryError, isGone, isWorthAnotherTry } from './entry-failures';
import type { TablePartition } from './tables-in-use';

/** Maximum number of attempts for partitions that Glue fails to drop. */
const ATTEMPTS = 4;

/**
 * Drops partitions, 25 per call. A partition that another run has dropped already counts as dropped.
 *
 * @throws Orgs3Error naming the first partition that Glue did not drop
 */
export async function dropPartitions(catalog: Catalog, partitions: readonly TablePartition[]): Promise<void> {
  for (const [table, ofTable] of groupedBy(partitions, (each) => each.table.name)) {
    for (const batch of chunks(ofTable, BATCH_LIMITS.delete)) {
      const kept = await dropBatch(
        catalog,
        table,
        batch.map(({ partition }) => partition.values),
      );
      if (kept !== undefined) throw entryError(kept);
    }
  }
}

/** Returns the first partition that Glue did not drop: after all attempts, or at an error that another attempt cannot repair. */
async function dropBatch(
  catalog: Catalog,
  table: string,
  values: readonly (readonly string[])[],
): Promise<EntryFailure | undefined> {
  let kept: EntryFailure[] = [];
  let open = values;
  for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt += 1) {
    kept = (await catalog.deletePartitions(table, open)).filter((failure) => !isGone(failure));
    if (!kept.every(isWorthAnotherTry)) break;
    open = kept.map((failure) => failure.values);
  }
  return kept[0];
}
