import { existsSync } from 'node:fs';
import promises from 'node:fs/promises';
import { askDuckdb } from '../../../adapters/duckdb/duckdb';
import type { Orgs3Error } from '../../../core/errors';
import { fakeRegion, type FakeReport } from '../../fake-region';

const never = new AbortController().signal;

function ask(sql: string, region: ReturnType<typeof fakeRegion>, signal = never) {
  return askDuckdb(sql, { region: 'eu-west-1', catalog: region.catalog, reports: region.reports, signal });
}

const object = (key: string, size = 1n) => ({
  key,
  size,
  last_modified_date: new Date('2026-01-31T10:20:30.456Z'),
  storage_class: 'STANDARD',
  encryption_status: 'SSE-S3',
});
const report = (bucketname: string, dt: string, ...keys: string[]): FakeReport => ({
  bucketname,
  dt,
  rows: keys.map((key) => object(key)),
});

const twoDays = [
  report('logs', '2026-02-01-01-00', 'a', 'b'),
  report('logs', '2026-02-02-01-00', 'a', 'b', 'c'),
  report('media', '2026-02-01-01-00', 'x'),
  report('media', '2026-02-02-01-00', 'x'),
];

describe('askDuckdb', () => {
  it('has the columns of the table in its order, then the partition columns', async () => {
    const { answer } = await ask('SELECT * FROM inventory', fakeRegion(twoDays));

    expect(answer.columns).toEqual([
      { name: 'bucket', type: 'text' },
      { name: 'key', type: 'text' },
      { name: 'size', type: 'integer' },
      { name: 'last_modified_date', type: 'timestamp' },
      { name: 'storage_class', type: 'text' },
      { name: 'encryption_status', type: 'text' },
      { name: 'bucketname', type: 'text' },
      { name: 'dt', type: 'text' },
    ]);
    expect(answer.rows).toHaveLength(7);
  });

  it('writes a time in UTC as Athena does', async () => {
    const { answer } = await ask('SELECT DISTINCT last_modified_date FROM inventory_latest', fakeRegion(twoDays));

    expect(answer.rows).toEqual([['2026-01-31 10:20:30.456']]);
  });

  it('shows only the newest report of every bucket in inventory_latest, which has no dt', async () => {
    const region = fakeRegion(twoDays);
    const sql = 'SELECT bucketname, count(*) AS n FROM inventory_latest GROUP BY ALL ORDER BY ALL';

    expect((await ask(sql, region)).answer.rows).toEqual([
      ['logs', 3],
      ['media', 1],
    ]);
    await expect(ask('SELECT dt FROM inventory_latest', region)).rejects.toThrow('"dt" not found');
  });

  it('gives keys back exactly as they were put', async () => {
    const keys = [
      ' leading and trailing ',
      'a=b+c%20d&e',
      'quotes "double" \'single\' `back`',
      'line\nbreak\r\nand\ttab',
      'größe/ключ/鍵/مفتاح',
      '👨‍👩‍👧/e\u0301/\u202e',
      'back\\slash\\n',
      '{"json": [1]}',
      ',;|',
      '..//./',
      '\u0001\u007f',
    ];
    const { answer } = await ask(
      'SELECT key FROM inventory_latest',
      fakeRegion([report('odd', '2026-02-01-01-00', ...keys)]),
    );

    expect(answer.rows.flat().sort()).toEqual([...keys].sort());
  });

  it('fetches only the partitions that the filter leaves, and says so', async () => {
    const region = fakeRegion(twoDays);
    const { answer, report: read } = await ask(
      "SELECT key FROM inventory WHERE dt >= '2026-02-02' AND bucketname = 'logs' AND key <> 'b' ORDER BY key",
      region,
    );

    expect(answer.rows).toEqual([['a'], ['c']]);
    expect(read).toMatchObject({ partitions: 4, partitionsRead: 1, files: 1, partitionsGone: 0 });
    expect(region.downloaded).toHaveLength(1);
  });

  it('answers the same with every partition fetched', async () => {
    const region = fakeRegion(twoDays);
    const sql = "SELECT bucketname, dt, key FROM inventory WHERE dt LIKE '2026-02-02%' ORDER BY ALL";
    const { catalog, reports } = region;
    const whole = await askDuckdb(sql, { region: 'eu-west-1', catalog, reports, signal: never, prune: false });

    expect(whole.report).toMatchObject({ partitionsRead: 4 });
    expect((await ask(sql, region)).answer).toEqual(whole.answer);
  });

  it('fetches everything where a filter cannot be evaluated, and leaves the verdict to the statement', async () => {
    const region = fakeRegion(twoDays);

    await expect(ask('SELECT count(*) FROM inventory WHERE CAST(dt AS INTEGER) = 1', region)).rejects.toThrow(
      // Of which day, depends on the thread that comes first.
      /Could not convert string '2026-02-0[12]-01-00'/,
    );
    expect(region.downloaded).toHaveLength(4);
  });

  it('does not look at a table that the statement does not name', async () => {
    const region = fakeRegion(twoDays);
    await ask('SELECT count(*) FROM inventory_latest', region);

    expect(region.listed).toEqual(['inventory_latest']);
  });

  it('downloads a file once that both tables want', async () => {
    const region = fakeRegion([report('logs', '2026-02-01-01-00', 'a')]);
    const { answer } = await ask(
      'SELECT count(*) FROM inventory JOIN inventory_latest USING (bucketname, key)',
      region,
    );

    expect(answer.rows).toEqual([[1]]);
    expect(region.downloaded).toHaveLength(1);
  });

  it('lists partitions without fetching a file, also of reports without a row', async () => {
    const region = fakeRegion([...twoDays, { ...report('empty', '2026-02-03-01-00'), files: 0 }]);
    const { answer, report: read } = await ask(
      'SELECT bucketname, max(dt) FROM "inventory$partitions" GROUP BY bucketname ORDER BY bucketname',
      region,
    );

    expect(answer.rows).toEqual([
      ['empty', '2026-02-03-01-00'],
      ['logs', '2026-02-02-01-00'],
      ['media', '2026-02-02-01-00'],
    ]);
    expect(read).toMatchObject({ partitionsRead: 0, files: 0 });
  });

  it('answers with no rows where no report is registered', async () => {
    const { answer } = await ask('SELECT key, dt FROM inventory', fakeRegion([]));

    expect(answer).toEqual({
      columns: [
        { name: 'key', type: 'text' },
        { name: 'dt', type: 'text' },
      ],
      rows: [],
    });
  });

  it('reads null where an older report has no such column', async () => {
    const older = { ...report('logs', '2026-02-01-01-00', 'a'), columns: ['bucket', 'key', 'storage_class'] };
    const region = fakeRegion([older, report('logs', '2026-02-02-01-00', 'a')]);

    expect((await ask('SELECT size FROM inventory ORDER BY dt', region)).answer.rows).toEqual([[null], [1]]);
    expect((await ask("SELECT size FROM inventory WHERE dt < '2026-02-02'", region)).answer.rows).toEqual([[null]]);
  });

  it('joins the data files of a report that has several, and one without rows', async () => {
    const region = fakeRegion([
      { ...report('logs', '2026-02-01-01-00', 'a', 'b', 'c'), files: 3 },
      { ...report('none', '2026-02-01-01-00'), files: 1 },
    ]);
    const { answer, report: read } = await ask('SELECT key FROM inventory_latest ORDER BY key', region);

    expect(answer.rows).toEqual([['a'], ['b'], ['c']]);
    expect(read).toMatchObject({ files: 4 });
  });

  it('adds up the bytes of files that are downloaded at once', async () => {
    const keys = Array.from({ length: 200 }, (_, number) => `key ${number}`);
    const region = fakeRegion([{ ...report('logs', '2026-02-01-01-00', ...keys), files: 20 }]);
    const { report: read } = await ask('SELECT count(*) FROM inventory', region);
    const sizes = region.downloaded.map((uri) => region.objects.get(uri)?.length ?? 0);

    expect(read).toMatchObject({ files: 20, bytes: sizes.reduce((sum, size) => sum + size, 0) });
  });

  it('keeps sums beyond 2^53 exact', async () => {
    const rows = [object('a', 2n ** 62n), object('b', 2n ** 62n), object('c', 2n ** 62n + 1n)];
    const { answer } = await ask(
      'SELECT sum(size), max(size) FROM inventory_latest',
      fakeRegion([{ bucketname: 'big', dt: '2026-02-01-01-00', rows }]),
    );

    expect(answer.rows).toEqual([[2n ** 62n * 3n + 1n, 2n ** 62n + 1n]]);
  });

  it('divides integers as Athena does', async () => {
    expect((await ask('SELECT 7 / 2', fakeRegion([]))).answer.rows).toEqual([[3]]);
  });

  it.each(['s3_inventory.inventory', 'awsdatacatalog.s3_inventory.inventory', 'AwsDataCatalog.S3_Inventory.INVENTORY'])(
    'knows the table as %s too',
    async (name) => {
      const { answer, report: read } = await ask(
        `SELECT count(*) FROM ${name} WHERE dt < '2026-02-02'`,
        fakeRegion(twoDays),
      );

      expect(answer.rows).toEqual([[3]]);
      expect(read).toMatchObject({ partitionsRead: 2 });
    },
  );

  it('reads a partition as empty whose report has expired, and counts it', async () => {
    const region = fakeRegion(twoDays);
    region.objects.delete('s3://reports/inventory/111111111111/logs/all/hive/dt=2026-02-01-01-00/symlink.txt');
    const { answer, report: read } = await ask('SELECT count(*) FROM inventory', region);

    expect(answer.rows).toEqual([[5]]);
    expect(read).toMatchObject({ partitionsRead: 4, partitionsGone: 1 });
  });

  it('fails where a report names a data file that is gone', async () => {
    const region = fakeRegion(twoDays);
    region.objects.delete('s3://reports/inventory/111111111111/media/all/data/2-0.parquet');

    await expect(ask('SELECT count(*) FROM inventory', region)).rejects.toThrow('2-0.parquet');
  });

  it('refuses a misspelt column before it fetches anything', async () => {
    const region = fakeRegion(twoDays);

    await expect(ask('SELECT sise FROM inventory', region)).rejects.toThrow('"sise" not found');
    expect(region.downloaded).toEqual([]);
    expect(region.listed).toEqual([]);
  });

  it('says that no report is registered yet where the table is missing', async () => {
    const region = fakeRegion([]);
    region.tables.splice(0);

    const failure = ask('SELECT count(*) FROM inventory', region);
    await expect(failure).rejects.toThrow('There is no table s3_inventory.inventory in eu-west-1');
    await expect(failure).rejects.toMatchObject({ next: expect.stringContaining('48 hours') as string });
  });

  it('sends questions over reports in ORC to Athena', async () => {
    const failure = ask('SELECT count(*) FROM inventory_latest_orc', fakeRegion(twoDays));

    await expect(failure).rejects.toThrow('inventory_latest_orc holds ORC reports');
    await expect(failure).rejects.toMatchObject({ next: expect.stringContaining('--engine athena') as string });
  });

  it('leaves no file behind, whether it answers, fails or is interrupted', async () => {
    const mkdtemp = jest.spyOn(promises, 'mkdtemp');
    await ask('SELECT count(*) FROM inventory', fakeRegion(twoDays));
    const failing = fakeRegion(twoDays);
    failing.objects.delete('s3://reports/inventory/111111111111/media/all/data/2-0.parquet');
    await ask('SELECT count(*) FROM inventory', failing).catch(() => undefined);
    const interrupting = fakeRegion(twoDays);
    const controller = new AbortController();
    const download = interrupting.reports.download.bind(interrupting.reports);
    interrupting.reports.download = (...args) => {
      controller.abort(new Error('interrupted'));
      return download(...args);
    };
    const interrupted: unknown = await ask('SELECT count(*) FROM inventory', interrupting, controller.signal).catch(
      (error: Orgs3Error) => error.message,
    );

    expect(interrupted).toBe('Interrupted: the query in eu-west-1 was stopped.');
    const folders = await Promise.all(mkdtemp.mock.results.map(({ value }) => value as Promise<string>));
    expect(folders).toHaveLength(3);
    expect(folders.filter(existsSync)).toEqual([]);
  });
});
