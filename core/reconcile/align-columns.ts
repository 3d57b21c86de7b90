import { BATCH_LIMITS, type Catalog } from '../catalog/catalog';
import { chunks } from '../catalog/chunks';
import { entryError, isConflict } from '../catalog/entry-failures';
import { readFromTables } from '../catalog/newest-only';
import { fitsColumns, withColumns } from '../catalog/partitions';
import type { TablePair } from '../catalog/tables';
import { readTablesInUse, type TablePartition } from '../catalog/tables-in-use';
import { groupedBy } from '../text/grouped-by';

/**
 * Gives partitions the columns of their table in its order: those that were written before the order was kept. Each is read once
 * more before, as a registration may have moved it. Whoever calls this sees afterwards that the newest reports are shown.
 *
 * Costs one `BatchGetPartition` per table and 1000 partitions, one `GetTables` per table, and one `BatchUpdatePartition` for 100.
 *
 * @param partitions those that `misaligned` found
 * @throws Orgs3Error naming the first partition that Glue refused
 */
export async function alignColumns(
  catalog: Catalog,
  pair: TablePair,
  partitions: readonly TablePartition[],
): Promise<void> {
  for (const [table, ofTable] of groupedBy(partitions, (each) => each.table)) {
    const now = await readFromTables(
      catalog,
      [table],
      ofTable.map(({ partition }) => partition.values),
    );
    // Read after the partitions: one of them may have brought columns a moment ago.
    const tables = await readTablesInUse(catalog, pair);
    const grown = [...tables.history, ...tables.latest].find(({ name }) => name === table.name) ?? table;
    const crooked = misaligned(now.map(({ partition }) => ({ table: grown, partition })));
    const inputs = crooked.map(({ partition }) => withColumns(partition, grown.format, grown.columns));
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
