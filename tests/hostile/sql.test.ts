import fc from 'fast-check';
import { askDuckdb } from '../../adapters/duckdb/duckdb';
import { mergeAnswer } from '../../adapters/duckdb/merge';
import { quoteName, quoteText, withDuckdb } from '../../adapters/duckdb/session';
import { joinedTables } from '../../core/catalog/joined-tables';
import { readReportKey } from '../../core/report/report-key';
import type { BucketRow } from '../../core/publish/bucket-rows';
import type { Answer } from '../../core/query/answer';
import { scope } from '../core/report/sample-report';
import { fakeRegion, withBuckets } from '../fake-region';
import { hostileTexts } from './hostile-texts';

const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300);
const { signal } = new AbortController();

/** The texts that Parquet can hold. Lone surrogates are not valid in Parquet, and no name in AWS has one. */
const texts = hostileTexts.filter((text) => !text.includes('\ud800'));

const ask = async (sql: string, { catalog, reports }: ReturnType<typeof fakeRegion>) =>
  askDuckdb(sql, { region: 'eu-west-1', catalog, reports, signal });
const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => JSON.stringify(row)).toSorted();
/** One report for each text, which is its bucket, its time and a key. */
const region = fakeRegion(texts.map((text) => ({ bucketname: text, dt: text, rows: [{ key: text, size: 1n }] })));

describe('DuckDB', () => {
  it('returns every key and every partition value exactly', async () => {
    const { answer } = await ask('SELECT key, bucket, bucketname, dt FROM inventory', region);
    const { answer: newest } = await ask('SELECT key, bucketname FROM inventory_latest', region);
    const { answer: listed } = await ask('SELECT bucketname, dt FROM "inventory$partitions"', region);

    expect(sorted(answer.rows)).toEqual(sorted(texts.map((text) => [text, text, text, text])));
    expect(sorted(newest.rows)).toEqual(sorted(texts.map((text) => [text, text])));
    expect(sorted(listed.rows)).toEqual(sorted(texts.map((text) => [text, text])));
  });

  it.each(texts)('reads only the partition of the bucket %j if a statement asks for it', async (text) => {
    const sql = `SELECT key FROM inventory WHERE bucketname = ${quoteText(text)} AND dt = ${quoteText(text)}`;
    // DuckDB's parser stops at a NUL, so no statement can contain such a name.
    if (text.includes('\0')) return expect(ask(sql, region)).rejects.toThrow('DuckDB refused');

    const { answer, report } = await ask(sql, region);

    expect(answer.rows).toEqual([[text]]);
    expect(report).toMatchObject({ partitions: texts.length, partitionsRead: 1, files: 1 });
  });

  it('returns every key of a CSV report exactly', async () => {
    const rows = texts.map((key) => ({ key, size: 1n }));
    const csv = fakeRegion([{ bucketname: 'logs', dt: '2026-01-01-01-00', format: 'CSV', rows }]);
    const { answer } = await ask('SELECT url_decode(key), bucketname FROM inventory_csv', csv);

    expect(sorted(answer.rows)).toEqual(sorted(texts.map((text) => [text, 'logs'])));
  });

  it('returns every name and tag of the table buckets exactly', async () => {
    const base = { accountState: 'ACTIVE', region: 'eu-west-1', created: undefined, inventoried: true } as const;
    const rows = texts.map((text): BucketRow => ({
      ...base,
      account: text,
      accountName: text,
      organizationalUnit: text,
      bucket: text,
      tags: { [text]: text },
    }));
    const { answer } = await ask(
      'SELECT account, account_name, organizational_unit, bucket, map_keys(tags)[1], map_values(tags)[1] FROM buckets',
      await withBuckets(fakeRegion([]), rows),
    );

    expect(sorted(answer.rows)).toEqual(sorted(texts.map((text) => [text, text, text, text, text, text])));
  });

  it('merges results with hostile texts and hostile column names', async () => {
    const columns = texts.map((name) => ({ name, type: 'text' as const }));
    const answer: Answer = { columns, rows: [texts] };
    const merged = await mergeAnswer('SELECT * FROM answers', answer, signal);

    expect(merged.rows).toEqual([texts]);
    expect(merged.columns.map(({ name }) => name)).toEqual(texts.map((text) => text.replaceAll('\0', '\ufffd')));
  });

  it('reads any quoted text as that text, and any quoted name as one name', async () => {
    const signs = fc.constantFrom("'", '"', '\\', ';', '-', '/', '*', '$', '{', '}', '\n', '?', ':', 'a');
    const text = fc.oneof(fc.string({ unit: signs, maxLength: 12 }), fc.string({ unit: 'grapheme' }));
    await withDuckdb({ signal }, ({ connection }) =>
      fc.assert(
        fc.asyncProperty(text, text, async (value, name) => {
          const reader = await connection.runAndReadAll(`SELECT ${quoteText(value)} AS ${quoteName(`${name}.`)}`);

          expect(reader.getRows()).toEqual([[value]]);
          expect(reader.columnNames()).toEqual([`${name}.`]);
        }),
        { numRuns: RUNS },
      ),
    );
  });
});

describe('the views over the tables of all formats', () => {
  it('are one SELECT despite hostile column names', async () => {
    const names = texts.filter((text) => !text.includes('\0')).map((text) => text.toLowerCase());
    const { sql } = joinedTables('history', [
      { name: 'inventory', format: 'Parquet', columns: names.map((Name) => ({ Name, Type: 'string' })) },
    ]);
    const rows = await withDuckdb({ signal }, async ({ run }) => {
      const columns = [...names, 'bucketname', 'dt'].map((name) => `${quoteName(name)} VARCHAR`).join(', ');
      await run(`CREATE TABLE inventory (${columns})`);
      await run(`INSERT INTO inventory VALUES (${[...names, 'logs', '2026'].map(quoteText).join(', ')})`);
      return run(sql);
    });

    expect(rows.map((row) => row.filter((value) => value !== null))).toEqual([[...names, 'logs', '2026']]);
  });
});

describe('a partition', () => {
  it.each(hostileTexts)(
    'is never made for %j: no such account, bucket, configuration or time is taken for one',
    (text) => {
      const parts = ['111111111111', 'logs', scope.configurationId, '2026-01-01T01-00Z'];
      const keyWith = (index: number) =>
        `${scope.destinationPrefix}/${parts.with(index, text).join('/')}/manifest.checksum`;
      const read = (key: string) => readReportKey(encodeURIComponent(Buffer.from(key).toString()), scope).kind;

      expect(read(`${scope.destinationPrefix}/${parts.join('/')}/manifest.checksum`)).toBe('report');
      expect(parts.map((_, index) => read(keyWith(index))).filter((kind) => kind === 'report')).toEqual([]);
    },
  );
});
