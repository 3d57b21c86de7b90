import { bucketsParquet } from '../../../adapters/duckdb/buckets';
import { askDuckdb } from '../../../adapters/duckdb/duckdb';
import type { BucketRow } from '../../../core/publish/bucket-rows';
import { fakeRegion, withBuckets } from '../../fake-region';

const { signal } = new AbortController();
const base: BucketRow = {
  account: '012345678901',
  accountName: 'shop',
  accountState: 'ACTIVE',
  organizationalUnit: '/Workloads/Production',
  region: 'eu-west-1',
  bucket: 'logs',
  created: '2024-02-03T04:05:06.789Z',
  tags: { team: 'shop', "o'clock": '"12"' },
  inventoried: true,
};
const odd: BucketRow = {
  ...base,
  bucket: 'media',
  accountName: 'größe, "b"\n鍵',
  created: undefined,
  tags: undefined,
  inventoried: false,
};

async function ask(sql: string, rows: readonly BucketRow[]) {
  const { catalog, reports } = await withBuckets(fakeRegion([]), rows);
  return (await askDuckdb(sql, { region: 'eu-west-1', catalog, reports, signal })).answer;
}

describe('the table buckets in DuckDB', () => {
  it('gives back what was published', async () => {
    const { columns, rows } = await ask('SELECT * EXCLUDE (tags) FROM buckets ORDER BY bucket', [base, odd]);

    expect(columns.map(({ name }) => name)).toEqual([
      'account',
      'account_name',
      'account_state',
      'organizational_unit',
      'region',
      'bucket',
      'created',
      'inventoried',
    ]);
    expect(rows).toEqual([
      [base.account, 'shop', 'ACTIVE', base.organizationalUnit, 'eu-west-1', 'logs', '2024-02-03 04:05:06.789', true],
      [base.account, odd.accountName, 'ACTIVE', base.organizationalUnit, 'eu-west-1', 'media', null, false],
    ]);
  });

  it('answers a tag as Athena does: its value, or null', async () => {
    const sql = `SELECT element_at(tags, 'team'), element_at(tags, 'o''clock'), element_at(tags, 'none') FROM buckets ORDER BY bucket`;

    expect((await ask(sql, [base, { ...odd, tags: {} }])).rows).toEqual([
      ['shop', '"12"', null],
      [null, null, null],
    ]);
    expect((await ask(sql, [odd])).rows).toEqual([[null, null, null]]);
  });

  it('is read as a whole, and only where it is named', async () => {
    const region = await withBuckets(fakeRegion([]), [base]);
    const { catalog, reports } = region;
    const { report } = await askDuckdb('SELECT count(*) FROM buckets WHERE region = current_date::VARCHAR', {
      region: 'eu-west-1',
      catalog,
      reports,
      signal,
    });
    await askDuckdb('SELECT count(*) FROM inventory', { region: 'eu-west-1', catalog, reports, signal });

    expect(report).toMatchObject({ partitions: 1, partitionsRead: 1, files: 1 });
    expect(region.downloaded).toHaveLength(1);
    expect(region.listed).toEqual(['inventory']);
  });

  it('is said to be unpublished where it is not there', async () => {
    const { catalog, reports } = fakeRegion([]);

    await expect(
      askDuckdb('SELECT * FROM buckets', { region: 'eu-west-1', catalog, reports, signal }),
    ).rejects.toMatchObject({
      message: 'There is no table s3_inventory.buckets in eu-west-1: it has not been published there yet.',
      next: 'Run "orgs3 publish".',
    });
  });

  it('can be empty', async () => {
    expect((await bucketsParquet([], signal)).length).toBeGreaterThan(0);
    expect((await ask('SELECT * FROM buckets', [])).rows).toEqual([]);
  });
});
