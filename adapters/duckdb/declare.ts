import { joinedTables, viewName } from '../../core/catalog/joined-tables';
import { specOf, type TableKind, type TableSpec, tableSpec } from '../../core/catalog/tables';
import { Orgs3Error } from '../../core/errors';
import { REPORT_FORMATS, type ReportFormat } from '../../core/report/fields';
import { BUCKETS_TABLE, DATABASE } from '../../core/names/names';
import { mayReadAnyTable, namesTable } from '../../core/query/table-references';
import { REGIONAL_SET, type TableSet } from '../../core/query/table-set';
import { type DuckdbSession, quoteName } from './session';
import { checkSelect } from './statement';
import { declareTable, partitionsTable } from './tables';
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
  const readable = tables.filter(({ spec }) => spec?.format !== 'ORC').map(({ table }) => table);
  for (const table of readable) await declareTable(session, table);
  const views = new Map<string, readonly string[]>();
  for (const kind of set.joined) {
    const isNamed = namesTable(tree, viewName(kind));
    if (!any && !isNamed) continue;
    const own = await declareView(session, { set, kind, tables, isNamed });
    if (own.length > 0) views.set(viewName(kind), own);
  }
  try {
    await checkSelect(session, sql);
  } catch (error) {
    throw tableProblem(tree, new Set(readable.map(({ name }) => name)), { region, set }, error) ?? error;
  }
  return { tables: readable, views };
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
  /** The names of the tables under each view. */
  readonly views: ReadonlyMap<string, readonly string[]>;
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

interface WantedView {
  readonly set: TableSet;
  readonly kind: TableKind;
  readonly tables: readonly OwnTable[];
  /** The statement names the view. */
  readonly isNamed: boolean;
}

/**
 * Declares a view over the tables of all formats, like the one in Glue, and returns the names of its tables.
 *
 * @throws Orgs3Error where the statement names the view and some of its reports are in ORC: an answer without them would be wrong
 */
async function declareView(session: DuckdbSession, { set, kind, tables, isNamed }: WantedView): Promise<string[]> {
  const own = tables.flatMap(({ table, spec }) =>
    spec?.kind === kind
      ? [{ ...spec, columns: table.columns.map(({ name, type }) => ({ Name: name, Type: type })) }]
      : [],
  );
  const isOrc = own.some(({ format }) => format === 'ORC');
  if (isOrc && isNamed) throw notReadable(`${set.database}.${viewName(kind)}`, 'ORC');
  if (isOrc || own.length === 0) return [];
  const { sql } = joinedTables(kind, own);
  await session.run(`CREATE VIEW ${quoteName(viewName(kind))} AS ${sql}`);
  return own.map(({ name }) => name);
}

/** Finds the table to blame for DuckDB's refusal: one that is missing, or that DuckDB cannot read. */
function tableProblem(
  tree: unknown,
  known: ReadonlySet<string>,
  { region, set }: Pick<TableSources, 'region'> & { readonly set: TableSet },
  cause: unknown,
): Orgs3Error | undefined {
  for (const kind of [set.tables.history, set.tables.latest]) {
    for (const format of REPORT_FORMATS) {
      const { name } = tableSpec(kind, format);
      if (known.has(name) || !(namesTable(tree, name) || namesTable(tree, partitionsTable(name)))) continue;
      const table = `${set.database}.${name}`;
      return format === 'ORC' ? notReadable(table, format, cause) : noSuchTable({ table, format }, region, cause);
    }
  }
  for (const kind of set.joined) {
    if (namesTable(tree, viewName(kind)) && known.size === 0)
      return noSuchTable({ table: `${set.database}.${viewName(kind)}`, format: 'Parquet' }, region, cause);
  }
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

const noSuchTable = ({ table, format }: { table: string; format: ReportFormat }, region: string, cause: unknown) =>
  new Orgs3Error(`There is no table ${table} in ${region}: no ${format} report has been registered there yet.`, {
    cause,
    next:
      'Wait for the first report: S3 takes up to 48 hours. For reports in CSV, query the tables that end in _csv; ' +
      'for those in ORC, use --engine athena.',
  });
