import type { CatalogPartition } from '../../core/catalog/catalog';
import { partitionsTable } from '../../core/catalog/tables';
import { Orgs3Error } from '../../core/errors';
import type { Reply } from '../../core/query/ask-regions';
import { mayReadAnyTable, namesTable, tableReferences } from '../../core/query/table-references';
import type { TableSet } from '../../core/query/table-set';
import { type DeclaredTables, declareTables } from './declare';
import { type FetchProgress, fetchPartitions, type WantedPartitions } from './fetch';
import { neededPartitions, stableFunctions } from './pruning';
import { type DuckdbSession, withDuckdb } from './session';
import { parseSelect, runSelect } from './statement';
import { declarePartitions, loadTable } from './tables';
import type { CatalogReader, QueryTable } from '../aws/catalog-reader';
import type { ReportReader } from '../aws/report-data';
import { withTemporaryFolder } from './temporary-folder';

/** Catalog and reports of one Region. */
export interface DuckdbSources {
  readonly region: string;
  readonly catalog: CatalogReader;
  readonly reports: ReportReader;
  /** Default: the tables of a Region. */
  readonly set?: TableSet;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** False reads every partition, also those that the statement filters out; for comparison. Default true. */
  readonly prune?: boolean;
  readonly progress?: FetchProgress;
}

/** A table, and the partitions that a statement needs. */
interface TablePlan extends WantedPartitions {
  /** Number of the table's partitions, needed or not; 0 where the statement reads only their list. */
  readonly known: number;
}

/**
 * Runs a statement over one Region's tables on this machine and returns its answer. It reads the partitions from Glue,
 * downloads the data files from S3 into a temporary folder, and queries them with DuckDB. Partitions that the statement
 * filters out are not downloaded. The folder is removed at the end, also after an error.
 *
 * @throws Orgs3Error where the statement, the catalog or a report cannot be read
 */
export async function askDuckdb(sql: string, sources: DuckdbSources): Promise<Reply> {
  const { signal } = sources;
  try {
    return await withTemporaryFolder('orgs3-query-', (folder) =>
      withDuckdb({ folder, signal, database: sources.set?.database }, (session) =>
        answer(session, folder, sql, sources),
      ),
    );
  } catch (error) {
    if (signal.aborted)
      throw new Orgs3Error(`Interrupted: the query in ${sources.region} was stopped.`, { cause: error });
    throw error;
  }
}

async function answer(session: DuckdbSession, folder: string, sql: string, sources: DuckdbSources): Promise<Reply> {
  const tree = await parseSelect(session, sql);
  const declared = await declareTables(session, sql, tree, sources);
  const listed = await listPartitions(session, tree, declared, sources);
  const plans = await planTables(session, tree, { ...declared, listed }, sources);
  const fetched = await fetchPartitions(folder, plans, sources);
  for (const { table } of plans) if (fetched.tables.has(table.name)) await loadTable(session, table, folder);
  return {
    answer: await runSelect(session, sql),
    report: {
      engine: 'duckdb',
      partitions: sum(plans.map(({ known }) => known)),
      partitionsRead: sum(plans.map(({ partitions }) => partitions.length)),
      partitionsGone: fetched.partitionsGone,
      files: fetched.files,
      bytes: fetched.bytes,
    },
  };
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** A table with all its partitions. A table without partition columns counts as one partition. */
interface ListedTable {
  readonly table: QueryTable;
  readonly partitions: readonly CatalogPartition[];
}

async function listPartitions(
  session: DuckdbSession,
  tree: unknown,
  { tables, listed: onlyListed, views }: DeclaredTables,
  { catalog, signal }: DuckdbSources,
): Promise<ListedTable[]> {
  const any = mayReadAnyTable(tree);
  const viewed = new Set([...views].flatMap(([view, own]) => (namesTable(tree, view) ? own.tables : [])));
  const named = [...tables, ...onlyListed].filter(
    ({ name }) => any || viewed.has(name) || [name, partitionsTable(name)].some((each) => namesTable(tree, each)),
  );
  const listed: ListedTable[] = [];
  for (const table of named) {
    const partitions =
      table.partitionKeys.length === 0
        ? [{ values: [], location: table.location, parameters: {} }]
        : await catalog.readPartitions(table.name, signal);
    await declarePartitions(session, table, partitions);
    listed.push({ table, partitions });
  }
  return listed;
}

interface ListedTables extends Pick<DeclaredTables, 'tables' | 'views'> {
  readonly listed: readonly ListedTable[];
}

/** Plans the partitions to download. Leaves a transaction open, so that the statement sees the same `now()` as its filters. */
async function planTables(
  session: DuckdbSession,
  tree: unknown,
  { tables, views, listed }: ListedTables,
  { prune = true }: DuckdbSources,
): Promise<TablePlan[]> {
  const readable = listed.filter(({ table }) => tables.includes(table));
  const keys = new Map(readable.map(({ table }) => [table.name, table.partitionKeys]));
  const overRows = [...views].filter(([, { reads }]) => reads === 'rows');
  for (const [view, own] of overRows) keys.set(view, keys.get(own.tables[0] ?? '') ?? []);
  const named = tableReferences(tree, keys, await stableFunctions(session));
  // A reference to a view is a reference to each of its tables.
  const references = named.flatMap(
    (each) => views.get(each.table)?.tables.map((table) => ({ ...each, table })) ?? [each],
  );
  const plan = async (evaluated: boolean) => {
    await session.run('BEGIN TRANSACTION');
    const plans: TablePlan[] = [];
    for (const { table, partitions } of listed) {
      const own = references.filter((reference) => reference.table === table.name);
      const needed = evaluated ? await neededPartitions(session, own) : undefined;
      const kept = own.length === 0 ? [] : partitions.filter((_, number) => needed?.has(number) ?? true);
      plans.push({ table, partitions: kept, known: own.length === 0 ? 0 : partitions.length });
    }
    return plans;
  };
  try {
    return await plan(prune);
  } catch {
    // A filter may fail on a partition that the statement itself never reaches, so that only the statement can tell.
    await session.run('ROLLBACK');
    return plan(false);
  }
}
