import { REPORT_FIELDS, type ReportFormat } from '../report/fields';
import { DATABASE, HISTORY_VIEW, LATEST_VIEW } from '../names/names';
import type { GlueColumn } from './catalog';
import { partitionKeys, tableSpec } from './tables';

/** The kind of tables to join over all formats in use: history or `latest`. */
export type JoinedKind = 'history' | 'latest';

export const viewName = (kind: JoinedKind) => ({ history: HISTORY_VIEW, latest: LATEST_VIEW })[kind];

/** A table of one format. */
export interface FormatTable {
  readonly format: ReportFormat;
  /** The columns without the partition keys. */
  readonly columns: readonly GlueColumn[];
}

/** The tables of all formats in use, joined into one. */
export interface JoinedTables {
  /** The columns with Glue's type names; the partition keys come last. */
  readonly columns: readonly GlueColumn[];
  /** A SELECT statement for both Athena and DuckDB (which needs `url_decode` and `from_iso8601_timestamp`). */
  readonly sql: string;
}

const KNOWN = new Map<string, string>(REPORT_FIELDS.map(({ column, type }) => [column, type]));

/**
 * Joins the tables of the formats in use under one set of columns: every field of S3 Inventory, then all other columns of the tables.
 * A column that a table lacks is null there. Texts of CSV get the type of their field, keys of CSV are decoded, and empty texts are
 * null. A column that cannot have the same type in all tables is a text.
 *
 * @param tables at least one
 */
export function joinedTables(kind: JoinedKind, tables: readonly FormatTable[]): JoinedTables {
  const names = new Set([...KNOWN.keys(), ...tables.flatMap(({ columns }) => columns.map(({ Name }) => Name))]);
  const columns = [...names].map((Name) => ({ Name, Type: typeOf(Name, tables) }));
  const keys = partitionKeys(kind);
  const selects = tables.map(({ format, columns: own }) => {
    const types = new Map(own.map(({ Name, Type }) => [Name, Type]));
    const values = columns.map(
      ({ Name, Type }) => `${valueOf({ Name, Type }, types.get(Name), format)} AS ${quoted(Name)}`,
    );
    const from = `${quoted(DATABASE)}.${quoted(tableSpec(kind, format).name)}`;
    return `SELECT ${[...values, ...keys.map(({ Name }) => quoted(Name))].join(', ')} FROM ${from}`;
  });
  return { columns: [...columns, ...keys], sql: selects.join(' UNION ALL ') };
}

function typeOf(name: string, tables: readonly FormatTable[]): string {
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

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
