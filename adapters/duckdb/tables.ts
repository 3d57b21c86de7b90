import { join } from 'node:path';
import type { CatalogPartition } from '../../core/catalog/catalog';
import { partitionsTable } from '../../core/catalog/tables';
import { Orgs3Error } from '../../core/errors';
import { dataFormat } from './formats';
import type { QueryTable } from '../aws/catalog-reader';
import { type DuckdbSession, quoteName } from './session';

/** The numbered list of a table's partitions. It is in a schema of its own, apart from the names that users write. */
export const numberedPartitions = (table: string) => `awsdatacatalog.main.${quoteName(`${table} partitions`)}`;

/**
 * Builds the path of a partition's folder of data files below `folder`. DuckDB reads the partition columns from this path, in
 * which all but letters, digits, dots and dashes is percent-encoded.
 */
export function partitionFolder(
  folder: string,
  { name, partitionKeys }: QueryTable,
  values: readonly string[],
): string {
  return join(folder, name, ...partitionKeys.map((key, index) => `${key}=${encode(values[index] ?? '')}`));
}

const encode = (value: string) =>
  encodeURIComponent(value).replace(/[!'()*~_]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Declares a table without data: enough to check a statement against it.
 *
 * @throws Orgs3Error where DuckDB cannot read its data
 */
export async function declareTable(session: DuckdbSession, table: QueryTable): Promise<void> {
  dataFormat(table);
  await declareList(session, table);
  await session.run(viewSql(table, new Set(), undefined));
}

/** Declares the list of a table's partitions, which is there whatever the format of the data. */
export async function declareList({ run }: DuckdbSession, table: QueryTable): Promise<void> {
  const keys = table.partitionKeys.map((key) => `${quoteName(key)} VARCHAR`);
  await run(`CREATE TABLE ${numberedPartitions(table.name)} (${['number INTEGER', ...keys].join(', ')})`);
  const names = table.partitionKeys.map(quoteName).join(', ');
  if (names !== '') {
    await run(
      `CREATE VIEW ${quoteName(partitionsTable(table.name))} AS SELECT ${names} FROM ${numberedPartitions(table.name)}`,
    );
  }
}

/** Declares a table's partitions; a partition's number is its index in the list. */
export async function declarePartitions(
  { connection }: DuckdbSession,
  table: QueryTable,
  partitions: readonly CatalogPartition[],
): Promise<void> {
  const appender = await connection.createAppender(`${table.name} partitions`, 'main', 'awsdatacatalog');
  for (const [number, { values }] of partitions.entries()) {
    appender.appendInteger(number);
    for (const index of table.partitionKeys.keys()) appender.appendVarchar(values[index] ?? '');
    appender.endRow();
  }
  appender.closeSync();
}

/** Points a table at its data files below `folder`, in the folders of `partitionFolder`. There must be at least one file. */
export async function loadTable({ run }: DuckdbSession, table: QueryTable, folder: string): Promise<void> {
  const format = dataFormat(table);
  const source = format.source(table, join(folder, table.name, '**', `*${format.extension}`));
  const present = await run(`SELECT lower(column_name) FROM (DESCRIBE SELECT * FROM ${source})`);
  await run(viewSql(table, new Set(present.map(([name]) => String(name))), source));
}

/** Builds the view of a table. Its columns are those of Athena: the table's, then the partition columns. A column that no file has is null. */
function viewSql(table: QueryTable, present: ReadonlySet<string>, source: string | undefined): string {
  const columns = table.columns.map(({ name, type }) => {
    const value = present.has(name.toLowerCase()) ? quoteName(name) : 'NULL';
    return `CAST(${value} AS ${duckdbType(table.name, name, type)}) AS ${quoteName(name)}`;
  });
  const keys = table.partitionKeys.map((key) =>
    source === undefined ? `CAST(NULL AS VARCHAR) AS ${quoteName(key)}` : quoteName(key),
  );
  const from = source === undefined ? 'WHERE false' : `FROM ${source}`;
  return `CREATE OR REPLACE VIEW ${quoteName(table.name)} AS SELECT ${[...columns, ...keys].join(', ')} ${from}`;
}

const DUCKDB_TYPES: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  bigint: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  'map<string,string>': 'MAP(VARCHAR, VARCHAR)',
};

/**
 * Returns DuckDB's type for a type of Glue.
 *
 * @throws Orgs3Error for a type that no table of this project has
 */
export function duckdbType(table: string, column: string, type: string): string {
  const found = /^decimal\(\d+,\d+\)$/.test(type) ? type : DUCKDB_TYPES[type];
  if (found !== undefined) return found;
  throw new Orgs3Error(
    `Column ${column} of table ${table} has the type "${type}", which the engine duckdb does not know.`,
    {
      next: 'Use --engine athena.',
    },
  );
}
