import { REPORT_FIELDS, type ReportFormat } from '../report/fields';
import { ASSET_DATABASE, DATABASE } from '../names/names';
import type { GlueColumn } from './catalog';
import { partitionKeys, type TableKind } from './tables';
import type { TableInUse } from './tables-in-use';

/** The Glue database of the tables of one kind. */
export const databaseOf = (kind: TableKind) => (kind === 'history' || kind === 'latest' ? DATABASE : ASSET_DATABASE);

/** A table that is joined. */
export type JoinedTable = Pick<TableInUse, 'name' | 'format' | 'columns'>;

/** The columns and the statement of a view. */
export interface ViewDefinition {
  /** In the order of the statement, with Glue's names of types. */
  readonly columns: readonly GlueColumn[];
  /** A SELECT statement for both Athena and DuckDB (which needs `url_decode` and `from_iso8601_timestamp`). */
  readonly sql: string;
}

const KNOWN = new Map<string, string>(REPORT_FIELDS.map(({ column, type }) => [column, type]));

/**
 * Joins the tables of one kind, of all formats and layouts. They get one set of column names and types: every field that S3 has, then whatever else a table has. What a table lacks
 * is null; the texts of CSV get the type of the field, its keys are decoded, its empty texts are null. A
 * column that cannot have one type in all tables is text. The partition keys come last.
 *
 * @param tables at least one
 */
export function joinedTables(kind: TableKind, tables: readonly JoinedTable[]): ViewDefinition {
  const keys = partitionKeys(kind);
  // The key "bucket" of the register says what the reports' own column does.
  const left = new Set(keys.flatMap(({ Name }) => [Name, `reported_${Name}`]));
  const names = new Set([...KNOWN.keys(), ...tables.flatMap(({ columns }) => columns.map(({ Name }) => Name))]);
  const columns = [...names]
    .filter((name) => !left.has(name))
    .map((Name) => ({
      Name,
      Type: typeOf(Name, tables),
    }));
  const selects = tables.map(({ name, format, columns: own }) => {
    const types = new Map(own.map(({ Name, Type }) => [Name, Type]));
    const values = columns.map(
      ({ Name, Type }) => `${valueOf({ Name, Type }, types.get(Name), format)} AS ${quoted(Name)}`,
    );
    const from = `${quoted(databaseOf(kind))}.${quoted(name)}`;
    return `SELECT ${[...values, ...keys.map(({ Name }) => quoted(Name))].join(', ')} FROM ${from}`;
  });
  return { columns: [...columns, ...keys], sql: selects.join(' UNION ALL ') };
}

function typeOf(name: string, tables: readonly JoinedTable[]): string {
  const own = tables.flatMap(({ format, columns }) =>
    columns.filter(({ Name }) => Name === name).map(({ Type }) => ({ format, type: Type.toLowerCase() })),
  );
  const typed = [...new Set(own.filter(({ format }) => format !== 'CSV').map(({ type }) => type))];
  const wanted =
    KNOWN.get(name) ?? (typed.length === 1 && own.every(({ format }) => format !== 'CSV') ? typed[0] : undefined);
  return wanted !== undefined && own.every(({ type }) => castable(type, wanted)) ? wanted : 'string';
}

const FROM_TEXT: readonly string[] = ['boolean', 'bigint', 'timestamp'];

const castable = (from: string, to: string) =>
  from === to ||
  to === 'string' ||
  (from === 'string' && FROM_TEXT.includes(to)) ||
  (to === 'bigint' && ['tinyint', 'smallint', 'int'].includes(from)) ||
  (to === 'timestamp' && from === 'date');

function valueOf({ Name, Type }: GlueColumn, from: string | undefined, format: ReportFormat): string {
  const type = sqlType(Type);
  if (from === undefined) return `CAST(NULL AS ${type})`;
  if (format !== 'CSV') return `CAST(${quoted(Name)} AS ${type})`;
  if (Name === 'key') return `url_decode(${quoted(Name)})`;
  const text = `nullif(${quoted(Name)}, '')`;
  return Type === 'timestamp' ? `CAST(from_iso8601_timestamp(${text}) AS timestamp)` : `CAST(${text} AS ${type})`;
}

const SQL_TYPES: Readonly<Record<string, string>> = { string: 'varchar', int: 'integer', float: 'real' };

/** Converts the name of a Glue type into Athena's SQL. */
export const sqlType = (type: string) => SQL_TYPES[type] ?? type;

/** Writes a name as an SQL identifier. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
