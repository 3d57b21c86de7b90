import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { quoteText, withDuckdb } from '../../adapters/duckdb/session';
import { renderTabular } from '../../cli/tabular';
import type { Answer } from '../../core/query/answer';
import { HOSTILE_TEXTS, hostileTexts } from './hostile-texts';
import { UNPRINTABLE } from './unprintable';

const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300);

let folder: string;
beforeAll(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'orgs3-hostile-csv-')))));
afterAll(() => rmSync(folder, { recursive: true }));

const keys = (...texts: readonly string[]): Answer => ({
  columns: ['key', 'again'].map((name) => ({ name, type: 'text' as const })),
  rows: texts.map((text) => [text, text]),
});
const csv = (answer: Answer, columns?: number) => [...renderTabular('csv', answer, { color: false, columns })].join('');

/** Reads the cells with a CSV parser. */
async function read(text: string): Promise<unknown[][]> {
  const file = join(folder, 'answer.csv');
  writeFileSync(file, text);
  const options = `auto_detect = false, header = false, parallel = false, escape = '"'`;
  const columns = ['a', 'b'].map((name) => `${name}: 'VARCHAR'`).join(', ');
  return withDuckdb({ folder, signal: new AbortController().signal }, ({ run }) =>
    run(`SELECT * FROM read_csv(${quoteText(file)}, delim = ',', quote = '"', ${options}, columns = {${columns}})`),
  );
}

/** Restores the original text, as docs/queries.md tells scripts to do. */
const original = (text: string) => text.replace(/(?<=^|[;\t\r\n])'(?=['"\s]*[=+\-@＝＋－＠])/g, '');

/** Splits text into the cells that a spreadsheet may see, for any separator. */
const cellsIn = (text: string) => text.split(/[;\t\r\n]/);
const isFormula = (cell: string) => /^[\s"]*[=+\-@＝＋－＠]/.test(cell);

describe('CSV', () => {
  it('can be read back: every text is exact once the apostrophe before a formula is removed', async () => {
    const readable = hostileTexts.filter((text) => !/[\0\ud800]/.test(text));

    const [header, ...rows] = await read(csv(keys(...readable)));

    expect(header).toEqual(['key', 'again']);
    expect(rows.map((row) => row.map((cell) => original(String(cell))))).toEqual(readable.map((text) => [text, text]));
  });

  it.each(HOSTILE_TEXTS)('holds no formula where it holds %s', (_what, text) => {
    const cell = csv({ columns: [{ name: 'key', type: 'text' }], rows: [[text]] }).slice('key\n'.length);
    const unquoted = cell.trimEnd().replace(/^"|"$/g, '');

    expect(cellsIn(unquoted).filter(isFormula)).toEqual([]);
    expect(cellsIn(cell).filter(isFormula)).toEqual([]);
  });

  it('keeps any text exactly, and never holds a formula', () => {
    const signs = fc.constantFrom('=', '+', '-', '@', '＝', "'", '"', ' ', ';', ',', '\t', '\r', '\n', 'a', '1');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: signs, maxLength: 10 }), fc.string({ unit: 'binary' })), (text) => {
        const answer: Answer = { columns: [{ name: 'key', type: 'text' }], rows: [[text]] };
        const cell = csv(answer).slice('key\n'.length, -1);
        const written = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;

        expect(original(written)).toBe(text);
        expect(cellsIn(written).filter(isFormula)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it('leaves numbers as they are', () => {
    const columns = [
      { name: 'n', type: 'integer' },
      { name: 'd', type: 'decimal(10,2)' },
      { name: 'x', type: 'double' },
    ] as const;

    expect(csv({ columns, rows: [[-5, '-1.50', -0.5]] })).toBe('n,d,x\n-5,-1.50,-0.5\n');
  });

  it('escapes the names of columns like their values', () => {
    expect(csv({ columns: [{ name: '=1+1', type: 'integer' }], rows: [[1]] })).toBe("'=1+1\n1\n");
  });

  it('contains no control characters on a terminal, and is exact everywhere else', () => {
    const onTerminal = csv(keys(...hostileTexts), 80).split('\n');

    expect(onTerminal.filter((line) => UNPRINTABLE.test(line))).toEqual([]);
    expect(onTerminal).toHaveLength(hostileTexts.length + 2);
    expect(csv(keys('a\u001b[2J'))).toContain('a\u001b[2J');
  });
});
