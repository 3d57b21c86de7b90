import { styleText } from 'node:util';
import Table from 'cli-table3';
import { Option } from 'commander';
import { type Options, stringify } from 'csv-stringify/sync';
import type { Answer, AnswerType, Cell } from '../core/query/answer';
import { printable } from '../core/query/printable';
import { fitWidths } from '../core/query/table-widths';

/** How a command prints data. */
export const TABULAR_FORMATS = ['table', 'json', 'csv'] as const;
export type TabularFormat = (typeof TABULAR_FORMATS)[number];

/** `--format table|json|csv` for commands that print data. */
export const tabularOption = () =>
  new Option('-f, --format <format>', 'how to print the data').choices(TABULAR_FORMATS).default('table');

/** What a table on the screen has to fit. */
export interface Screen {
  /** Characters in a line; undefined where the output is no terminal: nothing is wrapped then. */
  readonly columns?: number | undefined;
  readonly color: boolean;
}

const ROWS_AT_ONCE = 1000;

/**
 * The text of an answer, in pieces to be written one after the other.
 *
 * `json`: an array of objects, one a line; integers beyond 2^53, decimals, timestamps and dates are strings, and so are
 * NaN and Infinity. `csv`: with a header; null is empty, an empty text is `""`. Both hold texts exactly as they are.
 * `table`: for people; characters that could drive a terminal are escaped.
 */
export function* renderTabular(format: TabularFormat, answer: Answer, screen: Screen): Generator<string> {
  if (format === 'json') yield* renderJson(answer);
  else if (format === 'csv') yield* renderCsv(answer);
  else yield renderTable(answer, screen);
}

function* renderJson({ columns, rows }: Answer): Generator<string> {
  yield '[';
  for (const [number, row] of rows.entries()) {
    const members = columns.map(({ name }, index) => `${JSON.stringify(name)}:${jsonText(row[index] ?? null)}`);
    yield `${number === 0 ? '\n' : ',\n'}  {${members.join(',')}}`;
  }
  yield rows.length === 0 ? ']\n' : '\n]\n';
}

const jsonText = (cell: Cell) =>
  JSON.stringify(
    typeof cell === 'bigint' || (typeof cell === 'number' && !Number.isFinite(cell)) ? String(cell) : cell,
  );

const CSV_OPTIONS: Options = {
  cast: {
    boolean: (value) => String(value),
    string: (value) => ({ value, quoted_empty: true }),
  },
};

function* renderCsv({ columns, rows }: Answer): Generator<string> {
  yield stringify([columns.map(({ name }) => name)], CSV_OPTIONS);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    yield stringify(
      rows.slice(start, start + ROWS_AT_ONCE).map((row) => [...row]),
      CSV_OPTIONS,
    );
  }
}

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

function renderTable({ columns, rows }: Answer, screen: Screen): string {
  const head = columns.map(({ name }) => printable(name));
  const cells = rows.map((row) => row.map((cell) => (cell === null ? '' : printable(String(cell)))));
  const widths = fitWidths([head, ...cells], screen.columns, '  '.length);
  const table = new Table({
    // The table's own styles come and go with the environment; `screen` alone decides.
    head: screen.color ? head.map((name) => styleText('bold', name, { validateStream: false })) : head,
    chars: COMPACT,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map(({ type }) =>
      RIGHT_ALIGNED.includes(type) || type.startsWith('decimal') ? 'right' : 'left',
    ),
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  table.push(...cells);
  return `${table.toString().replace(/ +$/gm, '')}\n`;
}
