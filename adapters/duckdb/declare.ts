import { partitionsTable, specOf, type TableSpec, tableSpec } from '../../core/catalog/tables';
import type { MaintainedView } from '../../core/catalog/views';
import { Orgs3Error } from '../../core/errors';
import { REPORT_FORMATS } from '../../core/report/fields';
import { BUCKETS_TABLE, DATABASE } from '../../core/names/names';
import { mayReadAnyTable, namesTable } from '../../core/query/table-references';
import { REGIONAL_SET, type TableSet } from '../../core/query/table-set';
import { type DuckdbSession, quoteName } from './session';
import { checkSelect } from './statement';
import { declareList, declareTable } from './tables';
import type { CatalogReader, QueryTable } from '../aws/catalog-reader';

/**
 * Declares the Region's tables without data, and checks a statement against them before anything is downloaded.
 *
 * @param tree the statement as `parseSelect` returned it
 * @returns the tables that exist, and the views over them that the statement may read
 * @throws Orgs3Error where DuckDB refuses the statement, or where it names a table that is missing or that DuckDB cannot read
 */
export async function declareTables(
  session: DuckdbSession,
  sql: string,
  tree: unknown,
  { region, catalog, signal, set = REGIONAL_SET }: TableSources,
): Promise<DeclaredTables> {
  const any = mayReadAnyTable(tree);
  const tables = (await catalog.readTables(signal)).flatMap((table) => ownTable(set, table));
  const isOrc = ({ spec }: OwnTable) => spec?.format === 'ORC';
  const readable = tables.filter((each) => !isOrc(each)).map(({ table }) => table);
  const listed = tables.filter(isOrc).map(({ table }) => table);
  for (const table of readable) await declareTable(session, table);
  for (const table of listed) await declareList(session, table);
  const views = new Map<string, DeclaredView>();
  for (const view of set.views) {
    const isNamed = namesTable(tree, view.name);
    if (!any && !isNamed) continue;
    const ofKind = tables.filter(({ spec }) => spec?.kind === view.kind);
    const own = await declareView(session, {
      set,
      view,
      tables: view.reads === 'rows' ? await withReports(ofKind, catalog, signal) : ofKind,
      isNamed,
    });
    if (own.length > 0) views.set(view.name, { reads: view.reads, tables: own });
  }
  const declared = { tables: readable, listed, views };
  try {
    await checkSelect(session, sql);
  } catch (error) {
    throw tableProblem(tree, declared, { region, set }, error) ?? error;
  }
  return declared;
}

/** The catalog and the set of tables that a statement may read. */
export interface TableSources {
  readonly region: string;
  readonly catalog: CatalogReader;
  readonly signal: AbortSignal;
  /** Default: the tables of a Region. */
  readonly set?: TableSet;
}

/** Tables and views that a statement can read. */
export interface DeclaredTables {
  readonly tables: readonly QueryTable[];
  /** Tables of which only the list of partitions can be read: those of ORC. */
  readonly listed: readonly QueryTable[];
  readonly views: ReadonlyMap<string, DeclaredView>;
}

/** A view, and the names of the tables under it. */
export interface DeclaredView extends Pick<MaintainedView, 'reads'> {
  readonly tables: readonly string[];
}

/** A table, and its place among ours; others than those of reports have none. */
interface OwnTable {
  readonly table: QueryTable;
  readonly spec?: TableSpec;
}

function ownTable({ tables: { history, latest }, others }: TableSet, table: QueryTable): OwnTable[] {
  const spec = specOf(history, table.name) ?? specOf(latest, table.name);
  if (spec !== undefined) return [{ table, spec }];
  return others.includes(table.name) ? [{ table }] : [];
}

/** Leaves out tables of ORC that hold no report any more: a view is right without them. One `GetPartitions` for each. */
async function withReports(
  tables: readonly OwnTable[],
  catalog: CatalogReader,
  signal: AbortSignal,
): Promise<OwnTable[]> {
  const kept: OwnTable[] = [];
  for (const each of tables) {
    const isEmpty = each.spec?.format === 'ORC' && (await catalog.readPartitions(each.table.name, signal)).length === 0;
    if (!isEmpty) kept.push(each);
  }
  return kept;
}

interface WantedView {
  readonly set: TableSet;
  readonly view: MaintainedView;
  readonly tables: readonly OwnTable[];
  /** The statement names the view. */
  readonly isNamed: boolean;
}

/**
 * Declares a view like the one in Glue, and returns the names of its tables.
 *
 * @throws Orgs3Error where the statement names a view over rows and some of its reports are in ORC: an answer without them would be
 * wrong
 */
async function declareView(session: DuckdbSession, { set, view, tables, isNamed }: WantedView): Promise<string[]> {
  const own = tables.flatMap(({ table, spec }) =>
    spec?.kind === view.kind
      ? [{ ...spec, columns: table.columns.map(({ name, type }) => ({ Name: name, Type: type })) }]
      : [],
  );
  const isUnreadable = view.reads === 'rows' && own.some(({ format }) => format === 'ORC');
  if (isUnreadable && isNamed) throw notReadable(`${set.database}.${view.name}`, 'ORC');
  if (isUnreadable || own.length === 0) return [];
  await session.run(`CREATE VIEW ${quoteName(view.name)} AS ${view.define(own).sql}`);
  return own.map(({ name }) => name);
}

/** Finds the table to blame for DuckDB's refusal: one that is missing, or that DuckDB cannot read. */
function tableProblem(
  tree: unknown,
  { tables, listed, views }: DeclaredTables,
  { region, set }: Pick<TableSources, 'region'> & { readonly set: TableSet },
  cause: unknown,
): Orgs3Error | undefined {
  const known = new Set(tables.map(({ name }) => name));
  const withList = new Set([...tables, ...listed].map(({ name }) => name));
  for (const kind of [set.tables.history, set.tables.latest]) {
    for (const format of REPORT_FORMATS) {
      const { name } = tableSpec(kind, format);
      const lacksRows = namesTable(tree, name) && !known.has(name);
      const lacksList = namesTable(tree, partitionsTable(name)) && !withList.has(name);
      if (!lacksRows && !lacksList) continue;
      const table = `${set.database}.${name}`;
      return format === 'ORC'
        ? notReadable(table, format, cause)
        : noSuchTable(table, `${format} report`, region, cause);
    }
  }
  const missing = set.views.find(({ name }) => namesTable(tree, name) && !views.has(name));
  if (missing !== undefined) return noSuchTable(`${set.database}.${missing.name}`, 'report', region, cause);
  const isMissing = set.others.includes(BUCKETS_TABLE) && !known.has(BUCKETS_TABLE);
  return isMissing && namesTable(tree, BUCKETS_TABLE) ? notPublished(region, cause) : undefined;
}

const notPublished = (region: string, cause: unknown) =>
  new Orgs3Error(`There is no table ${DATABASE}.${BUCKETS_TABLE} in ${region}: it has not been published there yet.`, {
    cause,
    next: 'Run "orgs3 publish".',
  });

const notReadable = (table: string, format: string, cause?: unknown) =>
  new Orgs3Error(`Table ${table} holds ${format} reports; the engine duckdb reads Parquet and CSV only.`, {
    cause,
    next: 'Use --engine athena, or set inventory.format to Parquet for future reports.',
  });

const noSuchTable = (table: string, report: string, region: string, cause: unknown) =>
  new Orgs3Error(`There is no table ${table} in ${region}: no ${report} has been registered there yet.`, {
    cause,
    next:
      'Wait for the first report: S3 takes up to 48 hours. For reports in CSV, query the tables that end in _csv; ' +
      'for those in ORC, use --engine athena.',
  });
