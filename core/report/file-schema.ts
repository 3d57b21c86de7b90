import { REPORT_FIELDS, type ReportFormat } from './fields';

/** A column of a report. */
export interface Column {
  /** Lower case, as Glue folds it. */
  readonly name: string;
  /** As Glue and Athena spell it, e.g. `bigint` or `decimal(10,2)`. */
  readonly type: string;
}

/** An error for a `fileSchema` that cannot become a table. The message names the part and the reason. */
export class FileSchemaError extends Error {
  override name = 'FileSchemaError';
}

/** Partition keys of our tables. No report column may have one of these names. */
export const PARTITION_KEYS = { bucket: 'bucketname', dt: 'dt' } as const;

/**
 * Reads the columns of a report, in file order, from the `fileSchema` of its manifest. Types follow the physical types of the
 * file. All columns of a CSV report are strings: OpenCSVSerDe reads neither S3's dates nor an empty number.
 *
 * @throws FileSchemaError for a schema that is not valid or that no Glue table can have
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function readFileSchema(format: ReportFormat, fileSchema: string): readonly Column[] {
  const columns = readers[format](fileSchema.trim());
  const seen = new Set<string>(Object.values(PARTITION_KEYS));
  for (const { name } of columns) {
    if (!/^[a-z_][a-z0-9_]{0,254}$/.test(name)) throw problem(`"${name}" cannot name a column`);
    if (seen.has(name)) throw problem(`column "${name}" appears twice, or is a partition key of our tables`);
    seen.add(name);
  }
  if (columns.length === 0) throw problem('it has no columns');
  return columns;
}

const problem = (text: string) => new FileSchemaError(text.slice(0, 300));

const readers = { Parquet: parquetColumns, ORC: orcColumns, CSV: csvColumns } satisfies Record<
  ReportFormat,
  (schema: string) => Column[]
>;

/** Matches `required binary key (STRING)`, `optional int64 size`, `optional int64 last_modified_date (TIMESTAMP(MILLIS,true))`. */
const PARQUET_COLUMN =
  /^(?:required|optional)\s+(\w+)(?:\(\d+\))?\s+([^\s()]+)(?:\s*\(([\w\s(),]+)\))?(?:\s*=\s*\d+)?$/;

function parquetColumns(schema: string): Column[] {
  const body = /^message\s+\S+\s*\{([^{}]*)\}$/.exec(schema)?.[1];
  if (body === undefined) throw problem('it is not "message <name> { <columns> }" without nested groups');
  return body
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, physical, name, logical = ''] = PARQUET_COLUMN.exec(part) ?? [];
      if (physical === undefined || name === undefined) throw problem(`"${part}" is not a column`);
      return { name: name.toLowerCase(), type: parquetType(physical, logical.replace(/\s/g, '')) };
    });
}

/** Glue types of Parquet columns without a logical type. Bare `binary` is text in every S3 report. */
const PARQUET_TYPES: Readonly<Record<string, string>> = {
  binary: 'string',
  boolean: 'boolean',
  int32: 'int',
  int64: 'bigint',
  int96: 'timestamp',
  float: 'float',
  double: 'double',
};

/** @see https://github.com/apache/parquet-format/blob/master/LogicalTypes.md */
function parquetType(physical: string, logical: string): string {
  if (/^TIMESTAMP(_MILLIS|_MICROS|\(.*\))$/.test(logical)) return 'timestamp';
  if (logical === 'DATE') return 'date';
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(logical);
  if (decimal !== null) return `decimal(${decimal[1]},${decimal[2]})`;
  const type = Object.hasOwn(PARQUET_TYPES, physical) ? PARQUET_TYPES[physical] : undefined;
  if (type === undefined) throw problem(`type "${physical}" is not known`);
  return type;
}

const ORC_COLUMN = /([^:,<>]+):([a-z ]+(?:\([\d, ]+\))?)(?:,|$)/gy;
const ORC_TYPE =
  /^(string|boolean|tinyint|smallint|int|bigint|float|double|date|timestamp|(varchar|char|decimal)\([\d, ]+\))$/;

/** Reads `struct<bucket:string,size:bigint>`. ORC spells its types as Athena does. */
function orcColumns(schema: string): Column[] {
  const body = /^struct<(.*)>$/s.exec(schema)?.[1];
  if (body === undefined) throw problem('it is not "struct<name:type,...>"');
  const matches = [...body.matchAll(ORC_COLUMN)];
  const understood = matches.reduce((length, [text]) => length + text.length, 0);
  if (understood !== body.length) throw problem(`"${body.slice(understood, understood + 60)}" is not a column`);
  return matches.map(([, name = '', written = '']) => {
    const type = written.trim() === 'timestamp with local time zone' ? 'timestamp' : written.trim();
    if (!ORC_TYPE.test(type)) throw problem(`type "${type}" of column "${name.trim()}" is not known`);
    return { name: name.trim().toLowerCase(), type };
  });
}

const COLUMN_OF_FIELD = new Map<string, string>(REPORT_FIELDS.map(({ name, column }) => [name, column]));

/** Reads `Bucket, Key, Size`, the field names in file order. The column of an unknown field is its name in snake_case. */
function csvColumns(schema: string): Column[] {
  return schema
    .split(',')
    .map((field) => field.trim())
    .map((field) => COLUMN_OF_FIELD.get(field) ?? field.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase())
    .map((name) => ({ name, type: 'string' }));
}
