import { tableSpec } from '../core/catalog/tables';
import { Orgs3Error } from '../core/errors';
import { REPORT_FORMATS, type ReportFormat } from '../core/inventory/fields';
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
  const any = mayReadAnyTable(tree);
  const asked = [tableSpec('history', 'CSV').name, tableSpec('latest', 'CSV').name, BUCKETS_TABLE].filter(
    (name) => any || namesTable(tree, name) || namesTable(tree, partitionsTable(name)),
  );
  const names = [HISTORY_TABLE, LATEST_TABLE, ...asked];
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
      return format === 'ORC' ? notReadable(name, format, cause) : noSuchTable({ name, format }, region, cause);
    }
  }
  return namesTable(tree, BUCKETS_TABLE) && !known.has(BUCKETS_TABLE) ? notPublished(region, cause) : undefined;
}

const notPublished = (region: string, cause: unknown) =>
  new Orgs3Error(`There is no table ${DATABASE}.${BUCKETS_TABLE} in ${region}: it has not been published there yet.`, {
    cause,
    next: 'Run "orgs3 publish".',
  });

const notReadable = (table: string, format: string, cause: unknown) =>
  new Orgs3Error(`Table ${DATABASE}.${table} holds ${format} reports; the engine duckdb reads Parquet and CSV only.`, {
    cause,
    next: 'Ask with --engine athena, or have Parquet reports written (inventory.format).',
  });

const noSuchTable = ({ name, format }: { name: string; format: ReportFormat }, region: string, cause: unknown) =>
  new Orgs3Error(
    `There is no table ${DATABASE}.${name} in ${region}: no ${format} report has been registered there yet.`,
    {
      cause,
      next:
        'Wait for the first report (S3 takes up to 48 hours). Reports in CSV are in inventory_csv and inventory_latest_csv; ' +
        'those in ORC are answered by --engine athena.',
    },
  );
