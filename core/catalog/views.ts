import { ASSET_LATEST_VIEW, ASSET_VIEW, CURRENT_VIEW, HISTORY_VIEW, LATEST_VIEW, REPORTS_VIEW } from '../names/names';
import { PARTITION_KEYS } from '../report/file-schema';
import type { GlueColumn } from './catalog';
import { databaseOf, type JoinedTable, joinedTables, quoted, type ViewDefinition } from './joined-tables';
import { partitionKeys, partitionsTable, type TableKind, type TablePair } from './tables';

/** A view that is kept in step with the tables of one kind. */
export interface MaintainedView {
  readonly name: string;
  readonly description: string;
  /** True where earlier versions had a view of this name, with another description. */
  readonly isOldName?: boolean;
  /** The tables that it is made of: all formats and layouts. */
  readonly kind: TableKind;
  /** `rows`: those of the tables, with their partition keys. `partitions`: the lists of their partitions alone. */
  readonly reads: 'rows' | 'partitions';
  /** Defines the view over at least one table. */
  readonly define: (tables: readonly JoinedTable[]) => ViewDefinition;
}

/** The views over a pair of tables. */
export const viewsOf = ({ history, latest }: TablePair): readonly MaintainedView[] => [
  joined(history),
  joined(latest),
  {
    name: CURRENT_VIEW,
    description: `Every object ${PLACE[latest]}, as the newest report of its bucket shows it: no older version, no delete marker`,
    kind: latest,
    reads: 'rows',
    define: (tables) => currentObjects(latest, tables),
  },
  {
    name: REPORTS_VIEW,
    description: `Every S3 Inventory report ${PLACE[history]} that the tables show, also one without rows`,
    kind: history,
    reads: 'partitions',
    define: (tables) => reports(history, tables),
  },
];

const PLACE = {
  history: 'of this Region',
  latest: 'of this Region',
  'asset-history': 'of all Regions',
  'asset-latest': 'of all Regions',
} as const satisfies Record<TableKind, string>;

const JOINED = {
  history: { name: HISTORY_VIEW, description: 'Every S3 Inventory report of this Region' },
  latest: {
    name: LATEST_VIEW,
    description: 'The newest S3 Inventory report of every source bucket of this Region',
  },
  'asset-history': {
    name: ASSET_VIEW,
    description: 'The newest S3 Inventory report of each day (UTC) of every source bucket of all Regions',
  },
  'asset-latest': {
    name: ASSET_LATEST_VIEW,
    description: 'The newest S3 Inventory report of every source bucket of all Regions',
  },
} as const satisfies Record<TableKind, { name: string; description: string }>;

const joined = (kind: TableKind): MaintainedView => ({
  name: JOINED[kind].name,
  description: `${JOINED[kind].description}, whatever its format`,
  isOldName: true,
  kind,
  reads: 'rows',
  define: (tables) => joinedTables(kind, tables),
});

/**
 * The rows that are objects. Only reports of all versions tell versions and delete markers apart: in the others every row is an object,
 * and the two columns are absent or null.
 */
function currentObjects(kind: TableKind, tables: readonly JoinedTable[]): ViewDefinition {
  const { columns, sql } = joinedTables(kind, tables);
  const isLatest = 'coalesce(TRY_CAST("is_latest" AS boolean), true)';
  const isDeleteMarker = 'coalesce(TRY_CAST("is_delete_marker" AS boolean), false)';
  return { columns, sql: `SELECT * FROM (${sql}) WHERE ${isLatest} AND NOT ${isDeleteMarker}` };
}

/**
 * The partitions of the history tables. The rows cannot tell them: the report of an empty bucket has none. Athena refuses views over
 * hidden columns such as `$partition`; the list of partitions is a table.
 *
 * @see https://github.com/trinodb/trino/issues/5388 (a view over a list of partitions, as Trino's developers advise)
 * @see https://docs.aws.amazon.com/athena/latest/ug/considerations-limitations-views.html
 */
function reports(kind: TableKind, tables: readonly JoinedTable[]): ViewDefinition {
  const keys = partitionKeys(kind);
  const names = keys.map(({ Name }) => quoted(Name));
  const lists = tables.map(({ name, format }) => {
    const list = `${quoted(databaseOf(kind))}.${quoted(partitionsTable(name))}`;
    return `SELECT ${names.join(', ')}, CAST('${format}' AS varchar) AS "format" FROM ${list}`;
  });
  const bucket = names.filter((name) => name !== quoted(PARTITION_KEYS.dt));
  const age = `PARTITION BY ${bucket.join(', ')} ORDER BY ${quoted(PARTITION_KEYS.dt)} DESC, "format"`;
  const isNewest = `row_number() OVER (${age}) = 1 AS "is_newest"`;
  return {
    columns: [...keys, ...REPORT_COLUMNS],
    sql: `SELECT ${names.join(', ')}, "format", ${isNewest} FROM (${lists.join(' UNION ALL ')})`,
  };
}

const REPORT_COLUMNS: readonly GlueColumn[] = [
  { Name: 'format', Type: 'string' },
  { Name: 'is_newest', Type: 'boolean' },
];
