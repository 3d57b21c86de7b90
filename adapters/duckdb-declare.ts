import { tableSpec } from '../core/catalog/tables';
import { Orgs3Error } from '../core/errors';
import { REPORT_FORMATS } from '../core/inventory/fields';
import { BUCKETS_TABLE, DATABASE, HISTORY_TABLE, LATEST_TABLE } from '../core/inventory/names';
import { mayReadAnyTable, namesTable } from '../core/query/table-references';
import type { DuckdbSession } from './duckdb-session';
import { checkSelect } from './duckdb-statement';
import { declareTable, partitionsTable } from './duckdb-tables';
import type { CatalogReader, CatalogTable } from './partitions';

/**
 * Makes the Region's tables known, without data, and checks a statement against them before anything is fetched.
 *
 * @param tree the statement as `parseSelect` gave it
 * @returns the tables there are
 * @throws Orgs3Error where the statement is not understood, or names a table that is not there or not for DuckDB
 */
export async function declareTables(
  session: DuckdbSession,
  sql: string,
  tree: unknown,
  { region, catalog, signal }: { region: string; catalog: CatalogReader; signal: AbortSignal },
): Promise<CatalogTable[]> {
  const asksForBuckets = namesTable(tree, BUCKETS_TABLE) || mayReadAnyTable(tree);
  const names = [HISTORY_TABLE, LATEST_TABLE, ...(asksForBuckets ? [BUCKETS_TABLE] : [])];
  const found = await Promise.all(names.map((name) => catalog.readTable(name, signal)));
  const tables = found.filter((table) => table !== undefined);
  for (const table of tables) await declareTable(session, table);
  try {
    await checkSelect(session, sql);
  } catch (error) {
    throw tableProblem(tree, new Set(tables.map(({ name }) => name)), region, error) ?? error;
  }
  return tables;
}

/** Why a statement that DuckDB refuses could not work: it names a table that is not there, or not for DuckDB. */
function tableProblem(
  tree: unknown,
  known: ReadonlySet<string>,
  region: string,
  cause: unknown,
): Orgs3Error | undefined {
  for (const kind of ['history', 'latest'] as const) {
    for (const format of REPORT_FORMATS) {
      const { name } = tableSpec(kind, format);
      if (known.has(name) || !(namesTable(tree, name) || namesTable(tree, partitionsTable(name)))) continue;
      return format === 'Parquet' ? noSuchTable(name, region, cause) : notParquet(name, format, cause);
    }
  }
  return namesTable(tree, BUCKETS_TABLE) && !known.has(BUCKETS_TABLE) ? notPublished(region, cause) : undefined;
}

const notPublished = (region: string, cause: unknown) =>
  new Orgs3Error(`There is no table ${DATABASE}.${BUCKETS_TABLE} in ${region}: it has not been published there yet.`, {
    cause,
    next: 'Run "orgs3 publish".',
  });

const notParquet = (table: string, format: string, cause: unknown) =>
  new Orgs3Error(`Table ${DATABASE}.${table} holds ${format} reports; the engine duckdb reads Parquet only.`, {
    cause,
    next: 'Ask with --engine athena, or have Parquet reports written (inventory.format).',
  });

const noSuchTable = (table: string, region: string, cause: unknown) =>
  new Orgs3Error(
    `There is no table ${DATABASE}.${table} in ${region}: no Parquet report has been registered there yet.`,
    {
      cause,
      next: 'Wait for the first report (S3 takes up to 48 hours); reports in CSV or ORC are answered by --engine athena.',
    },
  );
