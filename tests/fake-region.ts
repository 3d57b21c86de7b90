import { writeFile } from 'node:fs/promises';
import { bucketsParquet } from '../adapters/duckdb/buckets';
import type { CatalogReader, QueryTable } from '../adapters/aws/catalog-reader';
import type { ReportReader } from '../adapters/aws/report-data';
import type { CatalogPartition } from '../core/catalog/catalog';
import { REPORT_FIELDS } from '../core/report/fields';
import type { BucketRow } from '../core/publish/bucket-rows';
import { BUCKET_COLUMNS } from '../core/publish/buckets-table';
import type { S3Location } from '../core/query/s3-uri';
import { csvFile } from '../sandbox/report-csv';
import { parquetFile } from '../sandbox/report-parquet';

type Field = (typeof REPORT_FIELDS)[number];
type Row = Readonly<Record<string, string | boolean | bigint | Date | null>>;

/** A report of one bucket, with its rows in one or more data files. */
export interface FakeReport {
  readonly bucketname: string;
  readonly dt: string;
  readonly rows: readonly Row[];
  /** Column names of the data files; default: `COLUMNS`. */
  readonly columns?: readonly string[];
  /** Default: Parquet. */
  readonly format?: 'CSV';
  /** Default: 1. A report with 0 has no data files. */
  readonly files?: number;
}

/** The columns of a fake Region's tables. */
export const COLUMNS = ['bucket', 'key', 'size', 'last_modified_date', 'storage_class', 'encryption_status'];

const fields = (columns: readonly string[]): Field[] => REPORT_FIELDS.filter(({ column }) => columns.includes(column));

/** One Region's catalog and destination bucket in memory. */
export function fakeRegion(reports: readonly FakeReport[]) {
  const objects = new Map<string, Uint8Array | string>();
  const stored = reports.map((report, index) => ({ report, partition: storeReport(objects, report, index) }));
  const newest = stored
    .filter(({ report: { bucketname, dt } }) =>
      reports.every((other) => other.bucketname !== bucketname || other.dt <= dt),
    )
    .map(({ report, partition: { location } }) => ({
      report,
      partition: { values: [report.bucketname], location, parameters: {} },
    }));
  const ofFormat = (all: typeof stored, format: FakeReport['format']) =>
    all.filter(({ report }) => report.format === format).map(({ partition }) => partition);
  const tables: QueryTable[] = [
    fakeTable('inventory', ['bucketname', 'dt']),
    fakeTable('inventory_latest', ['bucketname']),
    ...(reports.some(({ format }) => format === 'CSV')
      ? [fakeCsvTable('inventory_csv', ['bucketname', 'dt']), fakeCsvTable('inventory_latest_csv', ['bucketname'])]
      : []),
  ];
  const partitions: Readonly<Record<string, CatalogPartition[]>> = {
    inventory: ofFormat(stored, undefined),
    inventory_latest: ofFormat(newest, undefined),
    inventory_csv: ofFormat(stored, 'CSV'),
    inventory_latest_csv: ofFormat(newest, 'CSV'),
  };
  const listed: string[] = [];
  const downloaded: string[] = [];

  const catalog: CatalogReader = {
    readTables: () => Promise.resolve(tables),
    readPartitions: (name) => {
      listed.push(name);
      return Promise.resolve(partitions[name] ?? []);
    },
  };
  const reader: ReportReader = {
    listFiles(location) {
      const text = objects.get(`${location}symlink.txt`);
      return Promise.resolve(typeof text === 'string' ? text.split('\n').filter(Boolean).map(place) : undefined);
    },
    async download(file, to) {
      const uri = `s3://${file.bucket}/${file.key}`;
      const bytes = objects.get(uri);
      if (bytes === undefined) throw new Error(`no object ${uri}`);
      downloaded.push(uri);
      await writeFile(to, bytes);
      return bytes.length;
    },
  };
  return { objects, tables, partitions, listed, downloaded, catalog, reports: reader };
}

/** Adds the table `buckets` with these rows to a Region. */
export async function withBuckets(region: ReturnType<typeof fakeRegion>, rows: readonly BucketRow[]) {
  const table = { ...fakeTable('buckets', []), columns: BUCKET_COLUMNS };
  region.tables.push(table);
  region.objects.set(`${table.location}data/buckets.parquet`, await bucketsParquet(rows, new AbortController().signal));
  region.objects.set(`${table.location}symlink.txt`, `${table.location}data/buckets.parquet\n`);
  return region;
}

export const fakeTable = (name: string, partitionKeys: readonly string[]): QueryTable => ({
  name,
  columns: fields(COLUMNS).map(({ column, type }) => ({ name: column, type })),
  partitionKeys,
  location: `s3://reports/${name}/`,
  serde: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
});

const fakeCsvTable = (name: string, partitionKeys: readonly string[]): QueryTable => ({
  ...fakeTable(name, partitionKeys),
  columns: fields(COLUMNS).map(({ column }) => ({ name: column, type: 'string' })),
  serde: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
});

function storeReport(objects: Map<string, Uint8Array | string>, report: FakeReport, index: number): CatalogPartition {
  const { bucketname, dt, rows, columns = COLUMNS, format, files = 1 } = report;
  const [extension, write] = format === 'CSV' ? ['csv.gz', csvFile] : ['parquet', parquetFile];
  const root = `s3://reports/inventory/111111111111/${encodeURIComponent(bucketname)}/all`;
  const share = Math.ceil(rows.length / Math.max(files, 1));
  const uris = Array.from({ length: files }, (_, number) => `${root}/data/${index}-${number}.${extension}`);
  for (const [number, uri] of uris.entries()) {
    const part = rows.slice(number * share, (number + 1) * share).map((row) => ({ bucket: bucketname, ...row }));
    objects.set(uri, write(fields(columns), part));
  }
  const location = `${root}/hive/dt=${dt}/`;
  objects.set(`${location}symlink.txt`, uris.join('\n'));
  return { values: [bucketname, dt], location, parameters: {} };
}

function place(uri: string): S3Location {
  const [bucket = '', ...key] = uri.slice('s3://'.length).split('/');
  return { bucket, key: key.join('/') };
}
