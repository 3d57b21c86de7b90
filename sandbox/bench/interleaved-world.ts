import { createHash } from 'node:crypto';
import type {
  Catalog,
  CatalogPartition,
  EntryFailure,
  PartitionFilter,
  PartitionInput,
} from '../../core/catalog/catalog';
import { AwsCallError } from '../../core/errors';
import type { ReportFiles } from '../../core/report/manifest';
import { type ReportKey, reportKeyOf, type ReportScope } from '../../core/report/report-key';
import type { InMemoryCatalog } from '../../tests/core/catalog/in-memory-catalog';

export const REGION = 'eu-west-1';
const DESTINATION = '222222222222';
export const SCOPE: ReportScope = {
  destinationBucket: `s3inventory-${REGION}-${DESTINATION}`,
  destinationPrefix: 'inventory',
  configurationId: 'organization-inventory',
};

/** A manifest's `fileFormat` and `fileSchema`. */
export type Schema = readonly [fileFormat: string, fileSchema: string];

/** Formats and layouts of which reports are made. */
export const SCHEMAS: readonly [Schema, ...Schema[]] = [
  [
    'Parquet',
    'message s3.inventory { required binary bucket (STRING); required binary key (STRING); optional int64 size; }',
  ],
  [
    'Parquet',
    'message s3.inventory { required binary bucket (STRING); required binary key (STRING); optional binary version_id (STRING); optional boolean is_latest; optional int64 size; }',
  ],
  ['ORC', 'struct<bucket:string,key:string,size:bigint>'],
  ['CSV', 'Bucket, Key, Size'],
  ['CSV', 'Bucket, Key, Size, ETag'],
  ['CSV', 'Bucket, Key, VersionId, IsLatest, Size'],
];

/** A destination bucket in memory. */
export class DestinationBucket {
  private readonly reports = new Map<string, { readonly key: ReportKey; readonly files: ReportFiles }>();

  /** S3 writes a report. @param completeSince epoch milliseconds */
  deliver(key: ReportKey, [fileFormat, fileSchema]: Schema, completeSince: number): void {
    const manifest = JSON.stringify({
      sourceBucket: key.bucket,
      destinationBucket: `arn:aws:s3:::${key.destinationBucket}`,
      version: '2016-11-30',
      creationTimestamp: String(key.scanStarted),
      fileFormat,
      fileSchema,
      files: [{ key: dataFileOf(key), size: BYTES, MD5checksum: 'a'.repeat(32) }],
    });
    const manifestMd5 = createHash('md5').update(manifest).digest('hex');
    this.reports.set(key.manifestKey, { key, files: { manifest, manifestMd5, checksum: manifestMd5, completeSince } });
  }

  /** The files of a report are gone. */
  remove = (key: ReportKey) => void this.reports.delete(key.manifestKey);

  has = (key: ReportKey) => this.reports.has(key.manifestKey);

  read(key: ReportKey): ReportFiles {
    const found = this.reports.get(key.manifestKey);
    if (found === undefined) throw new AwsCallError('GetObject', { resource: key.checksumKey }, 'NoSuchKey', 'no');
    return found.files;
  }

  /** Folders directly below a folder, in S3's order. */
  below(folder: string): string[] {
    const keys = [...this.reports.values()].flatMap(({ key }) => [
      key.manifestKey,
      `${key.folder}hive/dt=${key.dt}/symlink.txt`,
    ]);
    const below = keys
      .filter((key) => key.startsWith(folder))
      .map((key) => key.slice(folder.length).split('/')[0] ?? '');
    return [...new Set(below)].map((name) => `${folder}${name}/`).sort();
  }

  /** Sizes of the data files in a folder, by key. */
  sizesBelow(folder: string): ReadonlyMap<string, number> {
    const keys = [...this.reports.values()].map(({ key }) => dataFileOf(key));
    return new Map(keys.filter((key) => key.startsWith(folder)).map((key) => [key, BYTES]));
  }

  /** The reports of one folder, oldest first. */
  in(folder: string): { stamp: string; completeSince: number | undefined; hasSymlink: boolean }[] {
    return [...this.reports.values()]
      .filter(({ key }) => key.folder === folder)
      .map(({ key, files }) => ({
        stamp: key.manifestKey.slice(folder.length).split('/')[0] ?? '',
        completeSince: files.completeSince,
        hasSymlink: true,
      }))
      .sort((a, b) => (a.stamp < b.stamp ? -1 : 1));
  }
}

const BYTES = 1234;
const dataFileOf = ({ folder, dt }: ReportKey) => `${folder}data/${dt}.data`;

/** A report of a made-up bucket. @param hour hours since the first scan */
export function madeUpKey(bucket: string, day: number, hour: number): ReportKey {
  const two = (value: number) => String(value).padStart(2, '0');
  const key = reportKeyOf({ account: '333333333333', bucket, stamp: `2026-01-${two(day)}T${two(hour)}-00Z` }, SCOPE);
  if (key === undefined) throw new Error('no such report');
  return key;
}

/** The same catalog as one invocation sees it: each call waits for its turn, and may fail. */
export function seenBy(
  catalog: InMemoryCatalog,
  turn: () => Promise<void>,
  fails: { readonly call: () => boolean; readonly entry: () => boolean },
): Catalog {
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    await turn();
    if (fails.call()) throw new AwsCallError('Glue', { resource: catalog.database }, 'ThrottlingException', 'no');
    return work();
  };
  const entries = async (
    inputs: readonly PartitionInput[],
    work: (left: PartitionInput[]) => Promise<EntryFailure[]>,
  ): Promise<EntryFailure[]> => {
    const failing = new Set(inputs.filter(() => fails.entry()));
    const failures = [...failing].map(({ Values }) => ({
      values: Values,
      code: 'InternalServiceException',
      message: 'no',
    }));
    const left = inputs.filter((each) => !failing.has(each));
    return call(async () => [...failures, ...(await work(left))]);
  };
  return {
    database: catalog.database,
    readTables: () => call(() => catalog.readTables()),
    readTable: (name) => call(() => catalog.readTable(name)),
    createTable: (input, indexes) => call(() => catalog.createTable(input, indexes)),
    updateTable: (input, version) => call(() => catalog.updateTable(input, version)),
    readPartitions: (table, values) => call(() => catalog.readPartitions(table, values)),
    createPartitions: (table, inputs) => entries(inputs, (left) => catalog.createPartitions(table, left)),
    updatePartitions: (table, inputs) => entries(inputs, (left) => catalog.updatePartitions(table, left)),
    deletePartitions: (table, values) => call(() => catalog.deletePartitions(table, values)),
    async *partitionPages(table: string, filter?: PartitionFilter): AsyncIterable<readonly CatalogPartition[]> {
      await turn();
      yield* catalog.partitionPages(table, filter);
    },
  };
}
