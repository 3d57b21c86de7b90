import { askDuckdb } from '../../../adapters/duckdb/duckdb';
import { fakeRegion, type FakeReport } from '../../fake-region';

const ask = (sql: string, region: ReturnType<typeof fakeRegion>) =>
  askDuckdb(sql, {
    region: 'eu-west-1',
    catalog: region.catalog,
    reports: region.reports,
    signal: new AbortController().signal,
  });
const row = (key: string, size: bigint | null = 12n) => ({
  key,
  size,
  last_modified_date: new Date('2026-01-31T10:20:30.456Z'),
  storage_class: 'STANDARD',
  encryption_status: null,
});
const parquet = (bucketname: string, dt: string, ...keys: string[]): FakeReport => ({
  bucketname,
  dt,
  rows: keys.map((key) => row(key)),
});
const csv = (...parts: Parameters<typeof parquet>): FakeReport => ({ ...parquet(...parts), format: 'CSV' });

const region = () =>
  fakeRegion([
    parquet('media', '2026-02-01-01-00', 'x y+ü'),
    parquet('media', '2026-02-02-01-00', 'x y+ü', 'z'),
    csv('logs', '2026-02-01-01-00', 'a b/+ü', 'c'),
    csv('logs', '2026-02-02-01-00', 'c'),
  ]);

describe('the views over the tables of all formats', () => {
  it('show rows of CSV and Parquet alike: same columns, same types, keys as they were put', async () => {
    const columns = 'bucketname, key, size, last_modified_date, encryption_status, version_id';
    const { answer } = await ask(`SELECT ${columns} FROM inventory_latest_all ORDER BY bucketname, key`, region());

    expect(answer.columns.map(({ type }) => type)).toEqual(['text', 'text', 'integer', 'timestamp', 'text', 'text']);
    expect(answer.rows).toEqual([
      ['logs', 'c', 12, '2026-01-31 10:20:30.456', null, null],
      ['media', 'x y+ü', 12, '2026-01-31 10:20:30.456', null, null],
      ['media', 'z', 12, '2026-01-31 10:20:30.456', null, null],
    ]);
  });

  it('add up what both hold, also of the history', async () => {
    const { answer } = await ask(
      'SELECT dt, count(*), sum(size) FROM s3_inventory.inventory_all GROUP BY dt ORDER BY dt',
      region(),
    );

    expect(answer.rows).toEqual([
      ['2026-02-01-01-00', 3, 36],
      ['2026-02-02-01-00', 3, 36],
    ]);
  });

  it('read only the partitions that the statement asks for, in the tables of each format', async () => {
    const one = await ask(
      "SELECT key FROM inventory_all i WHERE i.dt = '2026-02-02-01-00' AND bucketname = 'logs'",
      region(),
    );
    const all = await ask('SELECT key FROM inventory_all', region());

    expect(one.answer.rows).toEqual([['c']]);
    expect(one.report).toMatchObject({ partitions: 4, partitionsRead: 1 });
    expect(all.report).toMatchObject({ partitions: 4, partitionsRead: 4 });
  });

  it('are there with reports in Parquet alone', async () => {
    const { answer } = await ask(
      'SELECT key FROM inventory_latest_all',
      fakeRegion([parquet('media', '2026-02-01-01-00', 'x')]),
    );

    expect(answer.rows).toEqual([['x']]);
  });

  it('are refused where some reports are in ORC, which DuckDB cannot read: an answer without them would be wrong', async () => {
    const withOrc = region();
    const [table] = withOrc.tables;
    if (table === undefined) throw new Error('there are tables');
    withOrc.tables.push({ ...table, name: 'inventory_orc', serde: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde' });

    await expect(ask('SELECT key FROM inventory_all', withOrc)).rejects.toThrow(
      'Table s3_inventory.inventory_all holds ORC reports; the engine duckdb reads Parquet and CSV only.',
    );
    expect((await ask('SELECT key FROM inventory_latest_all', withOrc)).answer.rows).toHaveLength(3);
  });

  it('are not there where no report is registered yet', async () => {
    const empty = fakeRegion([]);
    empty.tables.splice(0);

    await expect(ask('SELECT key FROM inventory_all', empty)).rejects.toThrow(
      'There is no table s3_inventory.inventory_all in eu-west-1',
    );
  });
});
