import { styleText } from 'node:util';
import Table from 'cli-table3';
import { type Options, stringify } from 'csv-stringify/sync';
import type { Answer, AnswerColumn, AnswerType, Cell } from '../core/query/answer';
import { jsonText, printable } from '../core/text/printable';
import { fitWidths } from '../core/text/table-widths';

/** The formats of a table of data. */
export const TABULAR_FORMATS = ['table', 'json', 'csv'] as const;
export type TabularFormat = (typeof TABULAR_FORMATS)[number];

/** The screen that a table has to fit. */
export interface Screen {
  /** Places in a line; undefined where the output is no terminal: nothing is wrapped then. */
  readonly columns?: number | undefined;
  readonly color: boolean;
}

const ROWS_AT_ONCE = 1000;

/**
 * The text of an answer, in pieces to be written one after the other.
 *
 * `json`: an array of objects, one a line; integers beyond 2^53, decimals, timestamps and dates are strings, and so are
 * NaN and Infinity. `csv`: with a header; null is empty, an empty text is `""`; `harmless` marks what a spreadsheet program
 * would take for a formula. `table`: for people. Characters that could drive a terminal are escaped in `json` (whose reader gets
 * the texts back exactly), in `table`, and in `csv` where it goes to a terminal.
 */
export function* renderTabular(format: TabularFormat, answer: Answer, screen: Screen): Generator<string> {
  if (format === 'json') yield* renderJson(answer);
  else if (format === 'csv') yield* renderCsv(answer, screen);
  else yield renderTable(answer, screen);
}

function* renderJson({ columns, rows }: Answer): Generator<string> {
  yield '[';
  for (const [number, row] of rows.entries()) {
    const members = columns.map(({ name }, index) => `${jsonText(name)}:${jsonCell(row[index] ?? null)}`);
    yield `${number === 0 ? '\n' : ',\n'}  {${members.join(',')}}`;
  }
  yield rows.length === 0 ? ']\n' : '\n]\n';
}

const jsonCell = (cell: Cell) =>
  jsonText(typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell);

const CSV_OPTIONS: Options = {
  cast: {
    boolean: (value) => String(value),
    string: (value) => ({ value, quoted_empty: true }),
  },
};

function* renderCsv({ columns, rows }: Answer, screen: Screen): Generator<string> {
  const shown = (text: string) => (screen.columns === undefined ? harmless(text) : printable(harmless(text)));
  const isDecimal = columns.map(({ type }) => type.startsWith('decimal'));
  const csvCell = (cell: Cell, index: number) =>
    typeof cell === 'string' && isDecimal[index] !== true ? shown(cell) : cell;
  yield stringify([columns.map(({ name }) => shown(name))], CSV_OPTIONS);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    yield stringify(
      rows.slice(start, start + ROWS_AT_ONCE).map((row) => row.map(csvCell)),
      CSV_OPTIONS,
    );
  }
}

/** The places where a formula begins: the beginning of a text, and every sign at which some reader begins a cell. */
const FORMULA = /(?<=^|[;\t\r\n])(?=['"\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * A text that no spreadsheet program takes for a formula: an apostrophe goes before each. An apostrophe that stands there
 * already gets another, so that taking one away from each such place gives the text back exactly.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const harmless = (text: string) => text.replace(FORMULA, "'");

const RIGHT_ALIGNED: readonly AnswerType[] = ['integer', 'double'];

/** Lines between rows and around the table are left out: they carry nothing. */
const COMPACT = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  mid: '─',
  'mid-mid': '  ',
  middle: '  ',
};

function renderTable(answer: Answer, screen: Screen): string {
  const { head, cells } = textsOf(answer);
  const widths = fitWidths([head, ...cells], screen.columns, '  '.length);
  const table = new Table({
    // The table's own styles come and go with the environment; `screen` alone decides.
    head: screen.color ? head.map((name) => styleText('bold', name, { validateStream: false })) : head,
    chars: COMPACT,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colAligns: answer.columns.map(alignmentOf),
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  table.push(...cells);
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}

/** A table with lines around every cell, as wide as its texts; does not end in a line break. */
export function framedTable(answer: Answer): string {
  const { head, cells } = textsOf(answer);
  const table = new Table({ head, colAligns: answer.columns.map(alignmentOf), style: { head: [], border: [] } });
  table.push(...cells);
  return table.toString();
}

const textsOf = ({ columns, rows }: Answer) => ({
  head: columns.map(({ name }) => printable(name)),
  cells: rows.map((row) => row.map((cell) => (cell === null ? '' : printable(String(cell))))),
});

const alignmentOf = ({ type }: AnswerColumn) =>
  RIGHT_ALIGNED.includes(type) || type.startsWith('decimal') ? 'right' : 'left';
