import fc from 'fast-check';
import { askDuckdb } from '../../../adapters/duckdb/duckdb';
import { COLUMNS, fakeRegion, type FakeReport } from '../../fake-region';

const ask = async (sql: string, ...reports: readonly FakeReport[]) => {
  const { catalog, reports: reader } = fakeRegion(reports);
  const { signal } = new AbortController();
  return askDuckdb(sql, { region: 'eu-west-1', catalog, reports: reader, signal });
};
const row = (key: string) => ({
  key,
  size: 12n,
  last_modified_date: new Date('2026-01-31T10:20:30.456Z'),
  storage_class: 'STANDARD',
  encryption_status: null,
});
const report = (bucketname: string, dt: string, ...keys: string[]): FakeReport => ({
  bucketname,
  dt,
  format: 'CSV',
  rows: keys.map(row),
});

describe('CSV reports in DuckDB', () => {
  it('have every column as text, by its position, with keys as S3 encodes them', async () => {
    const { answer } = await ask('SELECT * FROM inventory_csv', report('logs', '2026-02-01-01-00', 'a b/+ü.txt'));

    expect(answer.columns.map(({ name, type }) => [name, type])).toEqual(
      [...COLUMNS, 'bucketname', 'dt'].map((name) => [name, 'text']),
    );
    expect(answer.rows).toEqual([
      ['logs', 'a+b/%2B%C3%BC.txt', '12', '2026-01-31T10:20:30.456Z', 'STANDARD', '', 'logs', '2026-02-01-01-00'],
    ]);
  });

  it('give every key back as it was put, through url_decode', async () => {
    const key = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('a+b', 'line\nbreak', '"', "'", '\\', '%2B'),
    );
    const keys = [...new Set(fc.sample(key, 1000))];

    const { answer } = await ask(
      'SELECT url_decode(key) FROM inventory_latest_csv',
      report('logs', '2026-02-01-01-00', ...keys),
    );

    expect(answer.rows.flat().sort()).toEqual(keys.sort());
  });

  it('are null in a column that was added to the table after they were written', async () => {
    const older = { ...report('logs', '2026-02-01-01-00', 'a'), columns: ['bucket', 'key', 'size'] };
    const newer = report('logs', '2026-02-02-01-00', 'a');

    const { answer } = await ask('SELECT dt, size, storage_class FROM inventory_csv ORDER BY dt', older, newer);

    expect(answer.rows).toEqual([
      ['2026-02-01-01-00', '12', null],
      ['2026-02-02-01-00', '12', 'STANDARD'],
    ]);
  });

  it('stand beside Parquet reports in one statement, and only the partitions that it needs are read', async () => {
    const csv = [report('logs', '2026-02-01-01-00', 'a', 'b'), report('logs', '2026-02-02-01-00', 'c')];
    const parquet: FakeReport = { bucketname: 'media', dt: '2026-02-02-01-00', rows: [row('x')] };
    const sql =
      "SELECT url_decode(key) AS key FROM inventory_csv WHERE dt = '2026-02-02-01-00' " +
      "UNION ALL SELECT key FROM inventory WHERE dt = '2026-02-02-01-00' ORDER BY key";

    const { answer, report: told } = await ask(sql, ...csv, parquet);

    expect(answer.rows).toEqual([['c'], ['x']]);
    expect(told).toMatchObject({ partitions: 3, partitionsRead: 2 });
  });

  it('have no table where none was registered, and the error says where the others are', async () => {
    const parquet: FakeReport = { bucketname: 'media', dt: '2026-02-02-01-00', rows: [row('x')] };

    await expect(ask('SELECT 1 FROM inventory_csv', parquet)).rejects.toThrow(
      'There is no table s3_inventory.inventory_csv in eu-west-1: no CSV report has been registered there yet.',
    );
  });
});
