import fc from 'fast-check';
import { layoutId } from '../../../core/catalog/tables';
import type { BucketRow } from '../../../core/publish/bucket-rows';
import { COLUMNS, fakeRegion, type FakeReport } from '../../fake-region';

const VERSIONS = ['version_id', 'is_latest', 'is_delete_marker'];
const BARE = ['bucket', 'key', 'size', 'last_modified_date'];
const ofLayout = (columns: readonly string[]) => ({ columns, layout: layoutId(columns.map((name) => ({ name }))) });

/** Configurations of a bucket: with all versions or the current ones, with few fields, and two layouts of CSV beside the first. */
const SETTINGS = {
  'Parquet, current': {},
  'Parquet, all': { columns: [...COLUMNS, ...VERSIONS] },
  'Parquet, bare': { columns: BARE },
  'CSV, current': { format: 'CSV' },
  'CSV, all': { format: 'CSV', ...ofLayout([...COLUMNS, ...VERSIONS]) },
  'CSV, bare': { format: 'CSV', ...ofLayout(BARE) },
} as const satisfies Record<string, Partial<FakeReport>>;
type Setting = keyof typeof SETTINGS;

export const YEARS_AGO = new Date('2020-01-01T00:00:00.000Z');

/** A version of an object, or a delete marker where it has no size. */
export interface Version {
  readonly size: bigint | null;
  readonly storage_class: string;
  readonly encryption_status: string;
  readonly last_modified_date: Date;
}

/** A bucket and its reports, oldest first; each lists the versions of each key, newest first. */
export interface MixedBucket {
  readonly bucket: string;
  readonly account: string;
  readonly team: string | undefined;
  readonly inventoried: boolean;
  readonly reports: readonly { readonly setting: Setting; readonly keys: readonly (readonly Version[])[] }[];
}

export const dtOf = (index: number) => `2026-02-0${index + 1}-01-00`;
const keyOf = (index: number) => `k +${index}`;

const version: fc.Arbitrary<Version> = fc.record({
  size: fc.option(fc.bigInt({ min: 0n, max: 50n }), { freq: 3 }),
  storage_class: fc.constantFrom('STANDARD', 'GLACIER'),
  encryption_status: fc.constantFrom('NOT-SSE', 'SSE-S3'),
  last_modified_date: fc.constantFrom(YEARS_AGO, new Date()),
});

export const mixedBuckets: fc.Arbitrary<MixedBucket[]> = fc
  .array(
    fc.record({
      account: fc.constantFrom('111111111111', '222222222222'),
      team: fc.constantFrom('web', 'data', undefined),
      inventoried: fc.boolean(),
      reports: fc.array(
        fc.record({
          setting: fc.constantFrom(...(Object.keys(SETTINGS) as Setting[])),
          keys: fc.array(fc.array(version, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((buckets) => buckets.map((each, index) => ({ ...each, bucket: `bucket-${index}` })));

/** The Region that shows the reports of these buckets. */
export const regionOf = (buckets: readonly MixedBucket[]) =>
  fakeRegion(
    buckets.flatMap(({ bucket, reports }) =>
      reports.map(({ setting, keys }, index) => {
        const rows = keys.flatMap((versions, number) => versions.flatMap(rowOf(setting, keyOf(number))));
        return { bucketname: bucket, dt: dtOf(index), rows, files: rows.length === 0 ? 0 : 1, ...SETTINGS[setting] };
      }),
    ),
  );

const rowOf =
  (setting: Setting, key: string) =>
  (each: Version, index: number): FakeReport['rows'] => {
    if (setting.endsWith('all')) {
      return [
        {
          key,
          ...each,
          storage_class: each.size === null ? null : each.storage_class,
          encryption_status: each.size === null ? null : each.encryption_status,
          version_id: `v${index}`,
          is_latest: index === 0,
          is_delete_marker: each.size === null,
        },
      ];
    }
    return index === 0 && each.size !== null ? [{ key, ...each }] : [];
  };

export const bucketRow = ({ bucket, account, team, inventoried }: Omit<MixedBucket, 'reports'>): BucketRow => ({
  account,
  accountName: `account ${account}`,
  accountState: 'ACTIVE',
  organizationalUnit: account.startsWith('1') ? '/One' : '/Two',
  region: 'eu-west-1',
  bucket,
  created: undefined,
  tags: team === undefined ? undefined : { team },
  inventoried,
});

/** An object as it lies in its bucket, and as far as the bucket's newest report tells. */
export interface CurrentObject {
  readonly bucket: MixedBucket;
  readonly key: string;
  readonly size: bigint;
  readonly storageClass: string | null;
  readonly encryption: string | null;
  readonly modified: Date;
}

export const objectsOf = (buckets: readonly MixedBucket[]): CurrentObject[] =>
  buckets.flatMap((bucket) => {
    const newest = bucket.reports.at(-1);
    const isBare = newest?.setting.endsWith('bare') === true;
    return (newest?.keys ?? []).flatMap(([latest], number) =>
      latest === undefined || latest.size === null
        ? []
        : [
            {
              bucket,
              key: keyOf(number),
              size: latest.size,
              storageClass: isBare ? null : latest.storage_class,
              encryption: isBare ? null : latest.encryption_status,
              modified: latest.last_modified_date,
            },
          ],
    );
  });
