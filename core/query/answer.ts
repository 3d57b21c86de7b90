/**
 * Type of a result column, the same for both engines. `integer` has any size; `timestamp` is UTC in the form
 * `2026-01-31 00:00:00.000`; `date` has the form `2026-01-31`; a decimal is kept as text in digits, so that it is not rounded;
 * any other type is `text`.
 */
export type AnswerType =
  'boolean' | 'integer' | 'double' | 'timestamp' | 'date' | 'text' | `decimal(${number},${number})`;

/** A value. Integers beyond 2^53 are bigints; timestamps, dates and decimals are strings. */
export type Cell = null | boolean | number | bigint | string;

export interface AnswerColumn {
  /** Unique within a result. */
  readonly name: string;
  readonly type: AnswerType;
}

/** Result of a statement. */
export interface Answer {
  readonly columns: readonly AnswerColumn[];
  /** One cell per column. */
  readonly rows: readonly (readonly Cell[])[];
}

/** Result of a statement in one Region. */
export interface RegionAnswer {
  /** Region code, e.g. `eu-west-1`. */
  readonly region: string;
  readonly answer: Answer;
}

/** Converts an integer to a number, or to a bigint beyond 2^53, so that it stays exact. */
export function integerCell(value: bigint | string): number | bigint {
  const exact = BigInt(value);
  const rounded = Number(exact);
  return Number.isSafeInteger(rounded) ? rounded : exact;
}

/** Makes column names unique: a repeated name gets `_2`, `_3` and so on, so that no value is lost where names become keys. */
export function uniqueColumns(columns: readonly AnswerColumn[]): AnswerColumn[] {
  const taken = new Set<string>();
  const original = new Set(columns.map(({ name }) => name.toLowerCase()));
  return columns.map(({ name, type }) => {
    let unique = name;
    for (let count = 2; taken.has(unique.toLowerCase());) {
      do unique = `${name}_${count++}`;
      while (original.has(unique.toLowerCase()));
    }
    taken.add(unique.toLowerCase());
    return { name: unique, type };
  });
}

/**
 * Joins the rows of several Regions, with the Region in a first column `region`. Columns are matched by name, since the tables
 * of two Regions can have different columns; a missing column is null. Columns of different types become `double` if all are
 * numbers, and `text` otherwise.
 */
export function joinAnswers(answers: readonly RegionAnswer[]): Answer {
  const regions = answers.map(({ region, answer }) => ({ region, answer: { ...answer, columns: withRegion(answer) } }));
  const types = new Map<string, AnswerType>();
  for (const { name, type } of regions.flatMap(({ answer }) => answer.columns)) {
    types.set(name, commonType(types.get(name), type));
  }
  const columns = [...types].map(([name, type]) => ({ name, type }));
  return { columns, rows: regions.flatMap(({ region, answer }) => rowsIn(columns, region, answer)) };
}

const withRegion = ({ columns }: Answer) => uniqueColumns([{ name: 'region', type: 'text' }, ...columns]);

function rowsIn(columns: readonly AnswerColumn[], region: string, answer: Answer): Cell[][] {
  const places = columns.map(({ name }) => answer.columns.findIndex((column) => column.name === name));
  return answer.rows.map((row) => {
    const cells: Cell[] = [region, ...row];
    return places.map((place) => cells[place] ?? null);
  });
}

function commonType(one: AnswerType | undefined, other: AnswerType): AnswerType {
  if (one === undefined || one === other) return other;
  const number = (type: AnswerType) => type === 'integer' || type === 'double';
  return number(one) && number(other) ? 'double' : 'text';
}
