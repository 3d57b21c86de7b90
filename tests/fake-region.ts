import { writeFile } from 'node:fs/promises';
import { bucketsParquet } from '../adapters/duckdb/buckets';
import type { CatalogReader, QueryTable } from '../adapters/aws/catalog-reader';
import type { ReportReader } from '../adapters/aws/report-data';
import type { CatalogPartition } from '../core/catalog/catalog';
import { storageDescriptor, tableSpec } from '../core/catalog/tables';
import { REPORT_FIELDS, type ReportFormat } from '../core/report/fields';
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
  /** Default: Parquet. Of reports in ORC there are tables and partitions, and no data that can be read. */
  readonly format?: 'CSV' | 'ORC';
  /** The id of a further layout of CSV. The columns of its first report are those of its tables. */
  readonly layout?: string;
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
  const tables = new Map<string, QueryTable>();
  const partitions: Record<string, CatalogPartition[]> = {};
  for (const kind of ['history', 'latest'] as const) {
    for (const { format = 'Parquet', layout, columns = COLUMNS } of [{}, ...reports] satisfies Partial<FakeReport>[]) {
      const { name } = tableSpec(kind, format, layout);
      const known = tables.get(name)?.columns.map((column) => column.name) ?? COLUMNS;
      const own = format === 'CSV' ? (layout === undefined ? COLUMNS : columns) : [...known, ...columns];
      tables.set(name, fakeTable(name, kind === 'history' ? ['bucketname', 'dt'] : ['bucketname'], format, own));
      partitions[name] = (kind === 'history' ? stored : newest)
        .filter(({ report }) => tableSpec(kind, report.format ?? 'Parquet', report.layout).name === name)
        .map(({ partition }) => partition);
    }
  }
  const list = [...tables.values()];
  const listed: string[] = [];
  const downloaded: string[] = [];

  const catalog: CatalogReader = {
    readTables: () => Promise.resolve(list),
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
  return { objects, tables: list, partitions, listed, downloaded, catalog, reports: reader };
}

/** Adds the table `buckets` with these rows to a Region. */
export async function withBuckets(region: ReturnType<typeof fakeRegion>, rows: readonly BucketRow[]) {
  const table = { ...fakeTable('buckets', []), columns: BUCKET_COLUMNS };
  region.tables.push(table);
  region.objects.set(`${table.location}data/buckets.parquet`, await bucketsParquet(rows, new AbortController().signal));
  region.objects.set(`${table.location}symlink.txt`, `${table.location}data/buckets.parquet\n`);
  return region;
}

export const fakeTable = (
  name: string,
  partitionKeys: readonly string[],
  format: ReportFormat = 'Parquet',
  columns: readonly string[] = COLUMNS,
): QueryTable => ({
  name,
  columns: fields(columns).map(({ column, type }) => ({ name: column, type: format === 'CSV' ? 'string' : type })),
  partitionKeys,
  location: `s3://reports/${name}/`,
  serde: storageDescriptor(format, [], '').SerdeInfo.SerializationLibrary,
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
