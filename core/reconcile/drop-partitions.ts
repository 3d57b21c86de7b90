import { BATCH_LIMITS, type Catalog } from '../catalog/catalog';
import { chunks } from '../catalog/chunks';
import { entryError, isGone } from '../catalog/entry-failures';
import { type TableKind, tableSpec } from '../catalog/tables';
import { groupedBy } from '../grouped-by';
import type { TablePartition } from './plan-bucket';

/**
 * Drops partitions, 25 a call; one that another run dropped before is gone too.
 *
 * @throws Orgs3Error naming the first partition that Glue kept
 */
export async function dropPartitions(
  catalog: Catalog,
  kind: TableKind,
  partitions: readonly TablePartition[],
): Promise<void> {
  for (const [format, ofFormat] of groupedBy(partitions, (each) => each.format)) {
    for (const batch of chunks(ofFormat, BATCH_LIMITS.delete)) {
      const values = batch.map(({ partition }) => partition.values);
      const failures = await catalog.deletePartitions(tableSpec(kind, format).name, values);
      const kept = failures.find((failure) => !isGone(failure));
      if (kept !== undefined) throw entryError(kept);
    }
  }
}
