import type { Catalog, CatalogPartition, CatalogTable, GlueColumn } from './catalog';
import { partitionKeys, specOf, type TableKind, type TablePair, type TableSpec } from './tables';

/** One of our tables as the catalog holds it. */
export interface TableInUse extends TableSpec {
  /** Without the partition keys. */
  readonly columns: readonly GlueColumn[];
}

/** A partition, and the table that holds it. */
export interface TablePartition {
  readonly table: TableInUse;
  readonly partition: CatalogPartition;
}

/** Our tables of both kinds, of every format and layout, sorted by name. */
export interface TablesInUse {
  readonly history: readonly TableInUse[];
  readonly latest: readonly TableInUse[];
}

/** Reads which tables there are: one `GetTables`. @throws AwsCallError where Glue refuses */
export const readTablesInUse = async (catalog: Catalog, pair: TablePair): Promise<TablesInUse> =>
  tablesInUse(await catalog.readTables(), pair);

/** Our tables among those of a database. A table of one of our names with other partition keys is not ours. */
export const tablesInUse = (tables: readonly CatalogTable[], { history, latest }: TablePair): TablesInUse => ({
  history: ofKind(history, tables),
  latest: ofKind(latest, tables),
});

function ofKind(kind: TableKind, tables: readonly CatalogTable[]): TableInUse[] {
  const keys = partitionKeys(kind).map(({ Name }) => Name);
  return tables
    .flatMap(({ input: { Name, PartitionKeys, StorageDescriptor } }) => {
      const spec = specOf(kind, Name);
      const isOurs = spec !== undefined && PartitionKeys.map((key) => key.Name).join() === keys.join();
      return isOurs ? [{ ...spec, columns: StorageDescriptor.Columns }] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
