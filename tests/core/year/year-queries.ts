import { writeFile } from 'node:fs/promises';
import { bucketsParquet } from '../../../adapters/duckdb/buckets';
import { askDuckdb } from '../../../adapters/duckdb/duckdb';
import type { CatalogReader } from '../../../adapters/aws/catalog-reader';
import type { ReportReader } from '../../../adapters/aws/report-data';
import { readSavedQueries } from '../../../adapters/files/query-files';
import { type TableKind, tableSpec } from '../../../core/catalog/tables';
import { ASSET_SET, REGIONAL_SET } from '../../../core/query/table-set';
import type { InMemoryCatalog } from '../catalog/in-memory-catalog';
import { ASSET_LATEST_VIEW, LATEST_VIEW } from '../../../core/names/names';
import type { Cell } from '../../../core/query/answer';
import { BUCKET_COLUMNS } from '../../../core/publish/buckets-table';
import { REGION } from '../../../sandbox/bench/interleaved-world';
import { SOURCE_BUCKETS } from './calendar';
import type { SimulatedYear } from './simulated-year';
import { shownIn } from './table-faults';
import { contentOf, reportRows, type YearReport } from './year-report';

const { signal } = new AbortController();
const BUCKETS_LOCATION = 's3://dimensions/buckets/';

/** Runs every saved query over the tables as they are, and returns the errors. A query that reads ORC is left out. */
export async function failingQueries(year: SimulatedYear): Promise<string[]> {
  const failing: string[] = [];
  for (const { name, sql } of readSavedQueries()) {
    if (
      REGIONAL_SET.views.some(
        ({ name: view, kind, reads }) => reads === 'rows' && hasOrc(year, kind) && sql.includes(view),
      )
    )
      continue;
    try {
      await ask(year, sql);
    } catch (error) {
      failing.push(`${name}: ${String(error)}`);
    }
  }
  return failing;
}

/** DuckDB reads no ORC, and refuses a view over reports in it. */
export const hasOrc = (year: SimulatedYear, kind: TableKind) =>
  (catalogOf(year, kind).partitions.get(tableSpec(kind, 'ORC').name)?.size ?? 0) > 0;

const COLUMNS = [
  'bucket',
  'key',
  'version_id',
  'is_latest',
  'is_delete_marker',
  'size',
  'last_modified_date',
  'e_tag',
  'storage_class',
  'encryption_status',
];

/** Rows that the joined view of newest reports has, as sorted texts. */
export async function rowsOfView(year: SimulatedYear, kind: 'latest' | 'asset-latest'): Promise<string[]> {
  const columns = COLUMNS.map((column) => (column === 'bucket' && kind === 'latest' ? 'bucketname' : column));
  const rows = await ask(
    year,
    `SELECT ${columns.join(', ')} FROM ${kind === 'latest' ? LATEST_VIEW : ASSET_LATEST_VIEW}`,
    kind,
  );
  return rows.map((row) => row.map(String).join('|')).sort();
}

/** Rows of the reports that the tables of newest reports show, as sorted texts. */
export const rowsOfReports = (year: SimulatedYear, kind: 'latest' | 'asset-latest'): string[] =>
  shownReports(year, kind)
    .flatMap(reportRows)
    .map((row) => COLUMNS.map((column) => textOf(row[column] ?? null)).join('|'))
    .sort();

/** The reports that the view of all reports names, those in ORC too: bucket and `dt`, sorted. */
export const reportsOfView = async (year: SimulatedYear): Promise<string[]> =>
  (await ask(year, 'SELECT bucketname, dt FROM reports')).map((row) => row.join(' ')).sort();

/** The reports that the history tables show: bucket and `dt`, sorted. */
export const reportsOfHistory = (year: SimulatedYear): string[] =>
  shownReports(year, 'history')
    .map(({ key: { bucket, dt } }) => `${bucket} ${dt}`)
    .sort();

/** Numbers of rows that the joined view of all reports has, by bucket and `dt`. */
export async function countsOfView(year: SimulatedYear): Promise<Record<string, number>> {
  const rows = await ask(year, 'SELECT bucketname, dt, count(*) AS n FROM inventory_all GROUP BY bucketname, dt');
  return Object.fromEntries(rows.map(([bucket, dt, count]) => [`${String(bucket)} ${String(dt)}`, Number(count)]));
}

/** Numbers of rows of all reports that the tables show, by bucket and `dt`; without those that have none. */
export const countsOfReports = (year: SimulatedYear): Record<string, number> =>
  Object.fromEntries(
    shownReports(year, 'history')
      .map((report) => [`${report.key.bucket} ${report.key.dt}`, reportRows(report).length] as const)
      .filter(([, count]) => count > 0),
  );

const shownReports = (year: SimulatedYear, kind: TableKind): YearReport[] =>
  shownIn(catalogOf(year, kind), kind, year).flatMap(({ report }) => (report === undefined ? [] : [report]));

function textOf(value: string | boolean | bigint | Date | null): string {
  return value instanceof Date ? value.toISOString().slice(0, 23).replace('T', ' ') : String(value);
}

const catalogOf = ({ region, register }: SimulatedYear, kind: TableKind) =>
  kind === 'history' || kind === 'latest' ? region : register;

async function ask(
  year: SimulatedYear,
  sql: string,
  kind: TableKind = 'latest',
): Promise<readonly (readonly Cell[])[]> {
  const catalog = catalogOf(year, kind);
  const set = catalog === year.region ? REGIONAL_SET : ASSET_SET;
  const sources = { region: REGION, catalog: readerOf(catalog), reports: reportsOf(year), set, signal };
  return (await askDuckdb(sql, sources)).answer.rows;
}

/** The tables of a catalog, and the table of buckets. */
function readerOf(catalog: InMemoryCatalog): CatalogReader {
  const tables = [...catalog.tables.values()].map(({ input: { Name, PartitionKeys, StorageDescriptor } }) => ({
    name: Name,
    columns: StorageDescriptor.Columns.map((column) => ({ name: column.Name, type: column.Type })),
    partitionKeys: PartitionKeys.map((key) => key.Name),
    location: StorageDescriptor.Location,
    serde: StorageDescriptor.SerdeInfo.SerializationLibrary,
  }));
  const serde = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';
  const buckets = { name: 'buckets', columns: BUCKET_COLUMNS, partitionKeys: [], location: BUCKETS_LOCATION, serde };
  return {
    readTables: () => Promise.resolve([...tables, buckets]),
    readPartitions: (name) => catalog.readPartitions(name, valuesOf(catalog, name)),
  };
}

const valuesOf = (catalog: InMemoryCatalog, name: string) =>
  [...(catalog.partitions.get(name)?.values() ?? [])].map(({ Values }) => Values);

function reportsOf(year: SimulatedYear): ReportReader {
  const place = (uri: string) => {
    const [bucket = '', ...key] = uri.slice('s3://'.length).split('/');
    return { bucket, key: key.join('/') };
  };
  const owners = new Map([...year.reports.values()].flatMap((each) => each.dataFiles.map((file) => [file, each])));
  return {
    listFiles(location) {
      if (location === BUCKETS_LOCATION) return Promise.resolve([place(`${BUCKETS_LOCATION}buckets.parquet`)]);
      const key = year.reports.get(location)?.key;
      const text = key && year.objects.text(key.folder, `${place(location).key}symlink.txt`);
      return Promise.resolve(text?.split('\n').filter(Boolean).map(place));
    },
    async download({ key: file }, to) {
      const report = owners.get(file);
      if (report !== undefined && !year.objects.has(report.key.folder, file)) throw new Error(`NoSuchKey: ${file}`);
      const bytes = report === undefined ? await bucketsFile() : contentOf(report, file);
      await writeFile(to, bytes);
      return bytes.length;
    },
  };
}

let buckets: Promise<Uint8Array> | undefined;
const bucketsFile = () => (buckets ??= bucketsParquet(SOURCE_BUCKETS.map(bucketRow), signal));

const bucketRow = ({ account, name: bucket }: (typeof SOURCE_BUCKETS)[number]) => ({
  account,
  accountName: `account-${account.slice(0, 1)}`,
  accountState: 'ACTIVE' as const,
  organizationalUnit: '/Workloads',
  region: REGION,
  bucket,
  created: undefined,
  tags: { team: 'web' },
  inventoried: true,
});
