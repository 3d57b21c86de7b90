import {
  DuckDBDecimalType,
  type DuckDBResultReader,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from '@duckdb/node-api';
import { type Answer, type AnswerType, type Cell, integerCell, uniqueColumns } from '../../core/query/answer';

/** Converts an answer of DuckDB to the form that Athena's answers have, too. */
export function answerOf(reader: DuckDBResultReader): Answer {
  const names = reader.columnNames();
  const columns = reader.columnTypes().map((type, index) => ({ name: names[index] ?? '', type: answerType(type) }));
  return { columns: uniqueColumns(columns), rows: reader.getRows().map((row) => row.map(answerCell)) };
}

const TYPES: Readonly<Partial<Record<DuckDBTypeId, AnswerType>>> = {
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'integer',
  [DuckDBTypeId.SMALLINT]: 'integer',
  [DuckDBTypeId.INTEGER]: 'integer',
  [DuckDBTypeId.BIGINT]: 'integer',
  [DuckDBTypeId.HUGEINT]: 'integer',
  [DuckDBTypeId.UTINYINT]: 'integer',
  [DuckDBTypeId.USMALLINT]: 'integer',
  [DuckDBTypeId.UINTEGER]: 'integer',
  [DuckDBTypeId.UBIGINT]: 'integer',
  [DuckDBTypeId.UHUGEINT]: 'integer',
  [DuckDBTypeId.FLOAT]: 'double',
  [DuckDBTypeId.DOUBLE]: 'double',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
  [DuckDBTypeId.DATE]: 'date',
};

const answerType = (type: DuckDBType): AnswerType =>
  type instanceof DuckDBDecimalType ? `decimal(${type.width},${type.scale})` : (TYPES[type.typeId] ?? 'text');

function answerCell(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (typeof value === 'bigint') return integerCell(value);
  if (value instanceof DuckDBTimestampValue) return timestampText(value);
  if (value instanceof DuckDBTimestampTZValue) return `${timestampText(value)} UTC`;
  return value.toString();
}

/** Writes a timestamp as Athena does: three decimals, or six where needed. Infinity and years beyond four digits stay as DuckDB writes them. */
function timestampText(value: DuckDBTimestampValue | DuckDBTimestampTZValue): string {
  const milliseconds = Number(value.micros / 1000n);
  const text = Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : '';
  if (text.length !== 24 || value.micros < 0n) return value.toString();
  const micros = value.micros % 1000n;
  const rest = micros === 0n ? '' : String(micros).padStart(3, '0');
  return `${text.slice(0, 23).replace('T', ' ')}${rest}`;
}
