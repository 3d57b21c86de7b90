import { askDuckdb } from '../../../adapters/duckdb/duckdb';
import { ASSET_SET } from '../../../core/query/table-set';
import { COLUMNS, fakeRegion, type FakeReport, fakeTable } from '../../fake-region';

const sources = ({ catalog, reports }: ReturnType<typeof fakeRegion>) => ({
  region: 'eu-west-1',
  catalog,
  reports,
  signal: new AbortController().signal,
});
const ask = (sql: string, region: ReturnType<typeof fakeRegion>) => askDuckdb(sql, sources(region));
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

  it('show as current objects what is no older version and no delete marker, of the partitions that are asked for', async () => {
    const columns = [...COLUMNS, 'version_id', 'is_latest', 'is_delete_marker'];
    const version = (key: string, is_latest: boolean, is_delete_marker: boolean) => ({
      ...row(key),
      is_latest,
      is_delete_marker,
    });
    const rows = [version('kept', true, false), version('kept', false, false), version('gone', true, true)];
    const withVersions = fakeRegion([
      { bucketname: 'all', dt: '2026-02-01-01-00', rows, columns },
      { bucketname: 'all-csv', dt: '2026-02-01-01-00', rows, columns, format: 'CSV', layout: '01234567' },
      parquet('media', '2026-02-01-01-00', 'x'),
      csv('logs', '2026-02-01-01-00', 'c'),
    ]);
    const all = await ask('SELECT bucketname, key FROM current_objects ORDER BY bucketname', withVersions);
    const one = await ask("SELECT key FROM current_objects o WHERE o.bucketname = 'all-csv'", withVersions);

    expect(all.answer.rows).toEqual([
      ['all', 'kept'],
      ['all-csv', 'kept'],
      ['logs', 'c'],
      ['media', 'x'],
    ]);
    expect(one.answer.rows).toEqual([['kept']]);
    expect(one.report).toMatchObject({ partitions: 4, partitionsRead: 1 });
  });

  it('list the reports of all formats and layouts, empty ones too, and read none of them', async () => {
    const reports = fakeRegion([
      { ...parquet('media', '2026-02-01-01-00'), files: 0 },
      { ...parquet('media', '2026-02-02-01-00', 'x'), format: 'ORC', files: 0 },
      csv('media', '2026-02-03-01-00', 'c'),
      { ...csv('logs', '2026-02-01-01-00', 'c'), layout: '01234567', columns: ['bucket', 'key'] },
    ]);
    const { answer, report } = await ask(
      'SELECT bucketname, dt, format, is_newest FROM reports ORDER BY bucketname, dt',
      reports,
    );

    expect(answer.rows).toEqual([
      ['logs', '2026-02-01-01-00', 'CSV', true],
      ['media', '2026-02-01-01-00', 'Parquet', false],
      ['media', '2026-02-02-01-00', 'ORC', false],
      ['media', '2026-02-03-01-00', 'CSV', true],
    ]);
    expect(report).toMatchObject({ partitionsRead: 0, files: 0 });
    expect(reports.listed.sort()).toEqual(['inventory', 'inventory_csv', 'inventory_csv_01234567', 'inventory_orc']);
    expect((await ask('SELECT dt FROM "inventory_orc$partitions"', reports)).answer.rows).toEqual([
      ['2026-02-02-01-00'],
    ]);
  });

  it('are there for the asset register too', async () => {
    const region = fakeRegion([]);
    const register = (name: string, ...keys: readonly string[]) => fakeTable(name, keys, 'Parquet', ['key']);
    region.tables.splice(0, 2, register('asset_register', 'dt', 'account', 'region', 'bucket'));
    region.tables.push(register('asset_register_latest', 'account', 'region', 'bucket'));
    region.partitions['asset_register'] = ['2026-02-01', '2026-02-02'].map((day) => ({
      values: [day, '111111111111', 'eu-west-1', 'logs'],
      location: `s3://reports/${day}/`,
      parameters: {},
    }));
    const inRegister = async (sql: string) =>
      (await askDuckdb(sql, { ...sources(region), set: ASSET_SET })).answer.rows;

    expect(await inRegister('SELECT dt, bucket, is_newest FROM reports ORDER BY dt')).toEqual([
      ['2026-02-01', 'logs', false],
      ['2026-02-02', 'logs', true],
    ]);
    expect(await inRegister('SELECT key, bucket FROM s3_asset_register.current_objects')).toEqual([]);
    expect(await inRegister('SELECT key, bucket FROM asset_register_latest_all')).toEqual([]);
  });

  it('are refused where some reports are in ORC, which DuckDB cannot read: an answer without them would be wrong', async () => {
    const withOrc = region();
    const [table] = withOrc.tables;
    if (table === undefined) throw new Error('there are tables');
    withOrc.tables.push({ ...table, name: 'inventory_orc', serde: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde' });
    withOrc.partitions['inventory_orc'] = [
      { values: ['logs', '2026-01-01-01-00'], location: 's3://x/', parameters: {} },
    ];

    await expect(ask('SELECT key FROM inventory_all', withOrc)).rejects.toThrow(
      'Table s3_inventory.inventory_all holds ORC reports; the engine duckdb reads Parquet and CSV only.',
    );
    expect((await ask('SELECT key FROM inventory_latest_all', withOrc)).answer.rows).toHaveLength(3);
  });

  it('are there again where the table of ORC holds no report any more', async () => {
    const withOrc = region();
    const [table] = withOrc.tables;
    if (table === undefined) throw new Error('there are tables');
    withOrc.tables.push({ ...table, name: 'inventory_orc', serde: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde' });

    expect((await ask('SELECT key FROM inventory_all', withOrc)).answer.rows).toHaveLength(6);
  });

  it('are not there where no report is registered yet', async () => {
    const empty = fakeRegion([]);
    empty.tables.splice(0);

    await expect(ask('SELECT key FROM inventory_all', empty)).rejects.toThrow(
      'There is no table s3_inventory.inventory_all in eu-west-1: no report has been registered there yet.',
    );
    await expect(ask('SELECT bucketname FROM reports', empty)).rejects.toThrow(
      'There is no table s3_inventory.reports in eu-west-1: no report has been registered there yet.',
    );
  });
});
