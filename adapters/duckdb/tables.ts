import { join } from 'node:path';
import type { CatalogPartition } from '../../core/catalog/catalog';
import { Orgs3Error } from '../../core/errors';
import { dataFormat } from './formats';
import type { QueryTable } from '../aws/catalog-reader';
import { type DuckdbSession, quoteName } from './session';

/** Athena's name of the table that lists a table's partitions. @see https://docs.aws.amazon.com/athena/latest/ug/querying-glue-catalog-listing-partitions.html */
export const partitionsTable = (table: string) => `${table}$partitions`;

/** Our own list of a table's partitions, with their numbers; out of the way of the user's names. */
export const numberedPartitions = (table: string) => `awsdatacatalog.main.${quoteName(`${table} partitions`)}`;

/**
 * The folder of a partition's data files below `folder`. DuckDB reads the partition columns from its path, where anything
 * but letters, digits, dots and dashes is percent-encoded.
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
 * Makes a table known without data: enough to check a statement against it.
 *
 * @throws Orgs3Error where DuckDB cannot read its data
 */
export async function declareTable({ run }: DuckdbSession, table: QueryTable): Promise<void> {
  dataFormat(table);
  const keys = table.partitionKeys.map((key) => `${quoteName(key)} VARCHAR`);
  await run(`CREATE TABLE ${numberedPartitions(table.name)} (${['number INTEGER', ...keys].join(', ')})`);
  const names = table.partitionKeys.map(quoteName).join(', ');
  if (names !== '') {
    await run(
      `CREATE VIEW ${quoteName(partitionsTable(table.name))} AS SELECT ${names} FROM ${numberedPartitions(table.name)}`,
    );
  }
  await run(viewSql(table, new Set(), undefined));
}

/** Makes a table's partitions known; their numbers are their places in the list. */
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

/** Points a table at the data files below `folder`, laid out as `partitionFolder` says; there must be one at least. */
export async function loadTable({ run }: DuckdbSession, table: QueryTable, folder: string): Promise<void> {
  const format = dataFormat(table);
  const source = format.source(table, join(folder, table.name, '**', `*${format.extension}`));
  const present = await run(`SELECT lower(column_name) FROM (DESCRIBE SELECT * FROM ${source})`);
  await run(viewSql(table, new Set(present.map(([name]) => String(name))), source));
}

/** Columns as in Athena: the table's, then the partition columns. A column that no file has is null. */
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

/** DuckDB's type for one of Glue's. @throws Orgs3Error for a type that no table of ours has */
export function duckdbType(table: string, column: string, type: string): string {
  const found = /^decimal\(\d+,\d+\)$/.test(type) ? type : DUCKDB_TYPES[type];
  if (found !== undefined) return found;
  throw new Orgs3Error(`Column ${column} of table ${table} is of the type "${type}", which no table of ours has.`, {
    next: 'Ask with --engine athena.',
  });
}
