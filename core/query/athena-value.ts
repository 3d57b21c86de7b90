import { type AnswerType, type Cell, integerCell } from './answer';

/** A column as `GetQueryResults` describes it: `Type` is Trino's name of the type. */
export interface AthenaColumn {
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
}

const TYPES: Readonly<Record<string, AnswerType>> = {
  boolean: 'boolean',
  tinyint: 'integer',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  float: 'double',
  real: 'double',
  double: 'double',
  timestamp: 'timestamp',
  date: 'date',
};

/** Maps the type of an Athena column; types without a counterpart become `text`. */
export function athenaType({ type, precision, scale }: AthenaColumn): AnswerType {
  return type === 'decimal' ? `decimal(${precision},${scale})` : (TYPES[type] ?? 'text');
}

/** Converts a value from Athena's text form; `undefined` is SQL's NULL. */
export function athenaCell(type: AnswerType, text: string | undefined): Cell {
  if (text === undefined) return null;
  if (type === 'boolean') return text === 'true';
  if (type === 'integer') return integerCell(text);
  return type === 'double' ? Number(text) : text;
}
