import { REPORT_FIELDS, type ReportFormat } from '../inventory/fields';
import type { Column } from '../inventory/file-schema';
import { DATABASE, HISTORY_VIEW, LATEST_VIEW } from '../inventory/names';
import { type TableKind, partitionKeys } from './tables';

/** A table of one format, to be joined with those of the other formats. */
export interface FormatTable {
  readonly name: string;
  readonly format: ReportFormat;
  /** Without the partition keys. */
  readonly columns: readonly Column[];
}

/** The view over the tables of one kind. */
export const viewName = (kind: TableKind) => (kind === 'history' ? HISTORY_VIEW : LATEST_VIEW);

/** Whether a table has the partition keys that a view over its kind shows; one that has others is not ours. */
export const isJoinable = (kind: TableKind, keys: readonly string[]): boolean =>
  keys.join() === partitionKeys(kind).map(({ Name }) => Name).join(); // prettier-ignore

const STRING = 'string';
const FIELDS = new Map<string, (typeof REPORT_FIELDS)[number]>(REPORT_FIELDS.map((field) => [field.column, field]));
const PLACES = new Map<string, number>(REPORT_FIELDS.map(({ column }, place) => [column, place]));
const INTEGERS: readonly string[] = ['tinyint', 'smallint', 'int'];

/** The types that a view can show; a report has no other one. */
const VIEW_TYPE =
  /^(string|boolean|tinyint|smallint|int|bigint|float|double|date|timestamp|(varchar|char)\(\d+\)|decimal\(\d+,\d+\))$/;

/**
 * The columns of a view: those of all its tables in the order of S3's fields, then columns of no known field by name, then the
 * partition keys. Types are as Glue spells them. A CSV table has texts only, so it has no say in a type: a column that ORC and Parquet tables
 * type differently, or that only CSV tables have and no field explains, is a string. A column whose type no report has is left out.
 */
export function viewColumns(kind: TableKind, tables: readonly FormatTable[]): Column[] {
  const types = new Map<string, Set<string>>();
  for (const table of tables) {
    for (const column of table.columns.map(folded).filter(({ type }) => VIEW_TYPE.test(type))) {
      const known = types.get(column.name) ?? new Set<string>();
      types.set(column.name, isText(table, column) ? known : known.add(column.type));
    }
  }
  const columns = [...types].map(([name, given]) => ({ name, type: commonType(name, given) })).sort(byField);
  return [...columns, ...partitionKeys(kind).map(({ Name, Type }) => ({ name: Name, type: Type }))];
}

/**
 * One SELECT over the tables of one kind, in SQL that both Trino and DuckDB understand, with the columns that `viewColumns` gives. CSV
 * texts get their types here: keys are decoded, and where S3 wrote nothing, there is null, as in the other formats.
 *
 * @param tables at least one
 * @param typeName the engine's name of a type as Glue spells it
 */
export function joinedSelect(
  kind: TableKind,
  tables: readonly FormatTable[],
  typeName: (type: string) => string,
): string {
  const columns = viewColumns(kind, tables);
  const keys = new Set(partitionKeys(kind).map(({ Name }) => Name));
  const selects = tables.map((table) => {
    const values = columns.map((column) => {
      const name = quoteName(column.name);
      const value = keys.has(column.name) ? name : valueOf(table, column, typeName(column.type));
      return value === name ? name : `${value} AS ${name}`;
    });
    return `SELECT\n  ${values.join(',\n  ')}\nFROM ${quoteName(DATABASE)}.${quoteName(table.name)}`;
  });
  return selects.join('\nUNION ALL\n');
}

const quoteName = (name: string) => `"${name.replaceAll('"', '""')}"`;

const folded = ({ name, type }: Column): Column => ({
  name: name.toLowerCase(),
  type: type.toLowerCase().replaceAll(' ', ''),
});

const isText = ({ format }: FormatTable, { type }: Column) => format === 'CSV' && type === STRING;

/** The type of S3's field where every other type fits into it; else the only one there is. */
function commonType(name: string, types: ReadonlySet<string>): string {
  const field = FIELDS.get(name)?.type;
  if (field !== undefined && [...types].every((type) => fitsInto(type, field))) return field;
  const [only = STRING, ...others] = types;
  return others.length === 0 ? only : STRING;
}

const fitsInto = (type: string, wanted: string) =>
  type === wanted || wanted === STRING || (wanted === 'bigint' && INTEGERS.includes(type));

function byField({ name: one }: Column, { name: other }: Column): number {
  const places = (PLACES.get(one) ?? Infinity) - (PLACES.get(other) ?? Infinity);
  if (!Number.isNaN(places) && places !== 0) return places;
  return one < other ? -1 : 1;
}

/** A table's value for a column of the view. */
function valueOf(table: FormatTable, column: Column, type: string): string {
  const own = table.columns.map(folded).find(({ name }) => name === column.name);
  if (own === undefined || !VIEW_TYPE.test(own.type)) return `CAST(NULL AS ${type})`;
  const value = quoteName(own.name);
  if (isText(table, own)) return fromText(value, column, type);
  return own.type === column.type ? value : `CAST(${value} AS ${type})`;
}

/** What S3 writes as text, as a value. Only optional fields can be empty because S3 has nothing to say. */
function fromText(value: string, column: Column, type: string): string {
  if (column.name === 'key') return `url_decode(${value})`;
  const presence = FIELDS.get(column.name)?.presence ?? 'optional';
  if (column.type === STRING) return presence === 'optional' ? `NULLIF(${value}, '')` : value;
  const filled = `NULLIF(${value}, '')`;
  if (column.type !== 'timestamp') return `CAST(${filled} AS ${type})`;
  return `CAST(from_iso8601_timestamp(${filled}) AT TIME ZONE 'UTC' AS ${type})`;
}
