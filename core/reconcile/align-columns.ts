import { BATCH_LIMITS, type Catalog } from '../catalog/catalog';
import { chunks } from '../catalog/chunks';
import { entryError, isConflict } from '../catalog/entry-failures';
import { readFromTables } from '../catalog/newest-only';
import { fitsColumns, withColumns } from '../catalog/partitions';
import type { TablePartition } from '../catalog/tables-in-use';
import { groupedBy } from '../text/grouped-by';

/**
 * Gives partitions the columns of their table in its order: those that were written before the order was kept. Each is read once
 * more before, as a registration may have moved it. Whoever calls this sees afterwards that the newest reports are shown.
 *
 * Costs one `BatchGetPartition` per table and 1000 partitions, and one `BatchUpdatePartition` for 100.
 *
 * @param partitions those that `misaligned` found
 * @throws Orgs3Error naming the first partition that Glue refused
 */
export async function alignColumns(catalog: Catalog, partitions: readonly TablePartition[]): Promise<void> {
  for (const [table, ofTable] of groupedBy(partitions, (each) => each.table)) {
    const now = await readFromTables(
      catalog,
      [table],
      ofTable.map(({ partition }) => partition.values),
    );
    const inputs = misaligned(now).map(({ partition }) => withColumns(partition, table.format, table.columns));
    for (const batch of chunks(inputs, BATCH_LIMITS.update)) {
      const failures = await catalog.updatePartitions(table.name, batch);
      // A partition that others change at the same moment is looked at again in the next pass.
      const refused = failures.find((failure) => !isConflict(failure));
      if (refused !== undefined) throw entryError(refused);
    }
  }
}

/** Partitions whose columns are not the first of their table's, in the table's order. */
export function misaligned(partitions: readonly TablePartition[]): TablePartition[] {
  return [...groupedBy(partitions, ({ table }) => table)].flatMap(([{ columns }, ofTable]) => {
    const fits = fitsColumns(columns);
    return ofTable.filter(({ partition }) => !fits(partition));
  });
}
