import fc from 'fast-check';
import { askDuckdb } from '../../../adapters/duckdb/duckdb';
import { mergeAnswer } from '../../../adapters/duckdb/merge';
import { readSavedQueries } from '../../../adapters/files/query-files';
import { type Answer, joinAnswers } from '../../../core/query/answer';
import type { BucketRow } from '../../../core/publish/bucket-rows';
import { groupedBy } from '../../../core/text/grouped-by';
import { fakeRegion, withBuckets } from '../../fake-region';
import {
  bucketRow,
  type CurrentObject,
  dtOf,
  type MixedBucket,
  mixedBuckets,
  objectsOf,
  regionOf,
  YEARS_AGO,
} from './mixed-region';

const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 40);
const { signal } = new AbortController();
const saved = new Map(readSavedQueries().map((query) => [query.name, query]));

const object = {
  key: 'a',
  size: 1n,
  last_modified_date: new Date(),
  storage_class: 'STANDARD',
  encryption_status: 'SSE-S3',
};
const longAgo = new Date('2020-01-01T00:00:00Z');
const days = [
  {
    bucketname: 'logs',
    dt: '2026-02-01-01-00',
    rows: [object, { ...object, key: 'gone', encryption_status: 'NOT-SSE' }],
  },
  {
    bucketname: 'logs',
    dt: '2026-02-02-01-00',
    rows: [
      { ...object, key: 'open', size: 5n, encryption_status: 'NOT-SSE' },
      { ...object, key: 'old', size: 7n, last_modified_date: longAgo },
      { ...object, key: 'cold', size: 9n, last_modified_date: longAgo, storage_class: 'GLACIER' },
      { ...object, key: 'marker', size: null, storage_class: null, encryption_status: null },
    ],
  },
  { bucketname: 'media', dt: '2026-02-01-01-00', rows: [{ ...object, key: 'film', size: 2n ** 40n }] },
];

const row: BucketRow = {
  account: '111111111111',
  accountName: 'shop',
  accountState: 'ACTIVE',
  organizationalUnit: '/Workloads',
  region: 'eu-west-1',
  bucket: 'logs',
  created: '2024-02-03T04:05:06.000Z',
  tags: { team: 'web' },
  inventoried: true,
};
const buckets: readonly BucketRow[] = [
  row,
  { ...row, bucket: 'left-out', inventoried: false },
  { ...row, bucket: 'new' },
  {
    ...row,
    account: '222222222222',
    accountName: 'data',
    organizationalUnit: '/Data',
    bucket: 'media',
    tags: undefined,
  },
];

async function ask(name: string, region = fakeRegion(days), rows = buckets): Promise<Answer> {
  const { catalog, reports } = await withBuckets(region, rows);
  return (await askDuckdb(saved.get(name)?.sql ?? '', { region: 'eu-west-1', catalog, reports, signal })).answer;
}

async function merged(name: string): Promise<Answer> {
  const answer = await ask(name);
  const both = joinAnswers(['eu-west-1', 'us-east-1'].map((region) => ({ region, answer })));
  return mergeAnswer(saved.get(name)?.merge ?? '', both, signal);
}

const picked = ({ columns, rows }: Answer, ...names: string[]) =>
  rows.map((row) => names.map((name) => row[columns.findIndex((column) => column.name === name)]));

describe('the saved queries', () => {
  it('all answer over a Region without a report', async () => {
    const { catalog, reports } = await withBuckets(fakeRegion([]), []);
    for (const { sql } of saved.values()) {
      const { answer } = await askDuckdb(sql, { region: 'eu-west-1', catalog, reports, signal });
      expect(answer.rows).toEqual([]);
    }
    expect([...saved.keys()]).toEqual([
      'buckets-without-report',
      'largest-objects',
      'newest-report-per-bucket',
      'old-objects',
      'storage-by-class',
      'storage-by-organizational-unit',
      'storage-by-team',
      'unencrypted-objects',
    ]);
  });

  it('unencrypted-objects lists what the newest reports call NOT-SSE', async () => {
    expect(picked(await ask('unencrypted-objects'), 'bucketname', 'key', 'size')).toEqual([['logs', 'open', 5]]);
  });

  it('storage-by-class counts objects and bytes, and adds up Regions', async () => {
    expect((await ask('storage-by-class')).rows).toEqual([
      ['STANDARD', 3, 2 ** 40 + 12],
      ['GLACIER', 1, 9],
      [null, 1, null],
    ]);
    expect((await merged('storage-by-class')).rows).toEqual([
      ['STANDARD', 6, 2 ** 41 + 24],
      ['GLACIER', 2, 18],
      [null, 2, null],
    ]);
  });

  it('largest-objects lists the largest first, over all Regions', async () => {
    expect(picked(await ask('largest-objects'), 'key')).toEqual([['film'], ['cold'], ['old'], ['open']]);
    expect(picked(await merged('largest-objects'), 'region', 'key').slice(0, 3)).toEqual([
      ['eu-west-1', 'film'],
      ['us-east-1', 'film'],
      ['eu-west-1', 'cold'],
    ]);
  });

  it('old-objects adds up what has been in STANDARD for more than a year', async () => {
    expect((await ask('old-objects')).rows).toEqual([['logs', 1, 7, '2020-01-01 00:00:00.000']]);
  });

  it('storage-by-organizational-unit says whose the bytes are, and adds up Regions', async () => {
    expect((await ask('storage-by-organizational-unit')).rows).toEqual([
      ['/Data', '222222222222', 'data', 1, 1, 2 ** 40],
      ['/Workloads', '111111111111', 'shop', 1, 4, 21],
    ]);
    expect((await merged('storage-by-organizational-unit')).rows).toEqual([
      ['/Data', '222222222222', 'data', 2, 2, 2 ** 41],
      ['/Workloads', '111111111111', 'shop', 2, 8, 42],
    ]);
  });

  it('storage-by-team adds up by the tag, and shows what has none', async () => {
    expect((await ask('storage-by-team')).rows).toEqual([
      [null, 1, 2 ** 40],
      ['web', 4, 21],
    ]);
    expect((await merged('storage-by-team')).rows).toEqual([
      [null, 2, 2 ** 41],
      ['web', 8, 42],
    ]);
  });

  it('buckets-without-report names what is to be inventoried and has none', async () => {
    expect((await ask('buckets-without-report')).rows).toEqual([
      ['111111111111', 'shop', '/Workloads', 'new', '2024-02-03 04:05:06.000'],
    ]);
    expect(picked(await merged('buckets-without-report'), 'region', 'bucket')).toEqual([
      ['eu-west-1', 'new'],
      ['us-east-1', 'new'],
    ]);
  });

  it('newest-report-per-bucket shows the oldest of the newest first, without reading a report', async () => {
    expect((await ask('newest-report-per-bucket')).rows).toEqual([
      ['media', '2026-02-01-01-00', 1],
      ['logs', '2026-02-02-01-00', 2],
    ]);
  });
});

type Cells = readonly (string | number | null)[];

/** Right answers of the saved queries, counted one by one, in any order. */
const COUNTED: Readonly<Record<string, (objects: readonly CurrentObject[], all: readonly MixedBucket[]) => Cells[]>> = {
  'largest-objects': (objects) =>
    objects.map(({ bucket, key, size, storageClass, modified }) => [
      ...[bucket.bucket, key, Number(size)],
      ...[storageClass, timeOf(modified)],
    ]),
  'unencrypted-objects': (objects) =>
    objects
      .filter(({ encryption }) => encryption === 'NOT-SSE')
      .map(({ bucket, key, size, storageClass, modified }) => [
        ...[bucket.bucket, key, Number(size)],
        ...[storageClass, timeOf(modified)],
      ]),
  'storage-by-class': (objects) =>
    [...groupedBy(objects, ({ storageClass }) => storageClass)].map(([name, own]) => [name, own.length, bytesOf(own)]),
  'storage-by-team': (objects) =>
    [...groupedBy(objects, ({ bucket }) => bucket.team ?? null)].map(([name, own]) => [name, own.length, bytesOf(own)]),
  'old-objects': (objects) => {
    const old = objects.filter(({ modified, storageClass }) => modified === YEARS_AGO && storageClass === 'STANDARD');
    return [...groupedBy(old, ({ bucket }) => bucket.bucket)].map(([name, own]) => [
      ...[name, own.length, bytesOf(own)],
      timeOf(YEARS_AGO),
    ]);
  },
  'storage-by-organizational-unit': (objects, all) => {
    const reported = all.filter(({ reports }) => reports.length > 0);
    return [...groupedBy(reported, ({ account }) => account)].map(([account, own]) => {
      const inAccount = objects.filter(({ bucket }) => bucket.account === account);
      const { organizationalUnit = '', accountName = '' } = own[0] === undefined ? {} : bucketRow(own[0]);
      return [organizationalUnit, account, accountName, own.length, inAccount.length, bytesOf(inAccount)];
    });
  },
  'newest-report-per-bucket': (_, all) =>
    all.flatMap(({ bucket, reports }) =>
      reports.length === 0 ? [] : [[bucket, dtOf(reports.length - 1), reports.length]],
    ),
  'buckets-without-report': (_, all) =>
    all
      .filter(({ reports, inventoried }) => inventoried && reports.length === 0)
      .map(bucketRow)
      .map(({ account, accountName, organizationalUnit, bucket }) => [
        ...[account, accountName, organizationalUnit, bucket],
        null,
      ]),
};

const bytesOf = (objects: readonly CurrentObject[]) => Number(objects.reduce((sum, { size }) => sum + size, 0n));
const timeOf = (date: Date) => date.toISOString().replace('T', ' ').slice(0, -1);
const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

describe('every saved query', () => {
  it('counts as one would by hand, in any mix of formats, layouts of CSV, versions and empty buckets', async () => {
    expect(Object.keys(COUNTED).sort()).toEqual([...saved.keys()]);
    const property = fc.asyncProperty(mixedBuckets, fc.constantFrom(...saved.keys()), async (all, name) => {
      const answer = await ask(name, regionOf(all), all.map(bucketRow));

      expect(sorted(answer.rows)).toEqual(sorted(COUNTED[name]?.(objectsOf(all), all) ?? []));
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  const version = { size: 3n, storage_class: 'STANDARD', encryption_status: 'SSE-S3', last_modified_date: YEARS_AGO };
  const marker = { ...version, size: null };
  const bucket = { account: '111111111111', team: 'web', inventoried: true };
  const example: MixedBucket[] = [
    {
      ...bucket,
      bucket: 'all-versions',
      reports: [{ setting: 'Parquet, all', keys: [[version, version], [marker, version], [version]] }],
    },
    { ...bucket, bucket: 'current', reports: [{ setting: 'Parquet, current', keys: [[version]] }] },
    { ...bucket, bucket: 'empty', reports: [{ setting: 'Parquet, current', keys: [] }] },
    { ...bucket, bucket: 'csv', reports: [{ setting: 'CSV, current', keys: [[version]] }] },
    { ...bucket, bucket: 'csv-all', reports: [{ setting: 'CSV, all', keys: [[marker, version], [version]] }] },
  ];

  it.each([...saved.keys()])(
    '%s counts neither delete markers nor older versions, and no bucket is missing',
    async (name) => {
      const answer = await ask(name, regionOf(example), example.map(bucketRow));

      expect(sorted(answer.rows)).toEqual(sorted(COUNTED[name]?.(objectsOf(example), example) ?? []));
    },
  );

  it('about reports counts those in ORC too, which DuckDB cannot read', async () => {
    const orc = { bucketname: 'in-orc', dt: '2026-02-03-01-00', rows: [], files: 0, format: 'ORC' } as const;

    expect((await ask('newest-report-per-bucket', fakeRegion([...days, orc]))).rows).toEqual([
      ['media', '2026-02-01-01-00', 1],
      ['logs', '2026-02-02-01-00', 2],
      ['in-orc', '2026-02-03-01-00', 1],
    ]);
    await expect(ask('storage-by-class', fakeRegion([...days, orc]))).rejects.toThrow(
      'Table s3_inventory.current_objects holds ORC reports',
    );
  });
});
