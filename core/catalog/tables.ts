import { REPORT_FORMATS, type ReportFormat } from '../report/fields';
import { type Column, PARTITION_KEYS } from '../report/file-schema';
import { HISTORY_TABLE, LATEST_TABLE, ASSET_LATEST_TABLE, ASSET_TABLE } from '../names/names';
import { fingerprint } from '../text/fingerprint';
import type { GlueColumn, PartitionIndex, StorageDescriptor, TableInput } from './catalog';

/**
 * The kinds of tables. `history` holds every report of a Region, `latest` the newest report of every bucket. In the asset register,
 * `asset-history` holds one report per day and bucket of all Regions, and `asset-latest` the newest report of every bucket.
 */
export type TableKind = 'history' | 'latest' | 'asset-history' | 'asset-latest';

/** Two tables of the same reports: one with the history, one with the newest report of every bucket. */
export interface TablePair {
  readonly history: TableKind;
  readonly latest: TableKind;
}

export const REGIONAL_TABLES = { history: 'history', latest: 'latest' } as const satisfies TablePair;
export const ASSET_TABLES = { history: 'asset-history', latest: 'asset-latest' } as const satisfies TablePair;

/**
 * The tables of one format: Athena wants one format per table. CSV is read by position, so that each layout of its columns has
 * tables of its own.
 */
export interface Generation {
  readonly format: ReportFormat;
  /** The id of a layout of CSV, see `layoutId`. Absent for the first tables of a format, which have the short names. */
  readonly layout?: string;
}

/** One of our tables. */
export interface TableSpec extends Generation {
  readonly name: string;
  readonly kind: TableKind;
}

const SUFFIX = { Parquet: '', ORC: '_orc', CSV: '_csv' } as const satisfies Record<ReportFormat, string>;
const BASE_NAME = {
  history: HISTORY_TABLE,
  latest: LATEST_TABLE,
  'asset-history': ASSET_TABLE,
  'asset-latest': ASSET_LATEST_TABLE,
} as const satisfies Record<TableKind, string>;

/**
 * `inventory`, `asset_register` and their `_latest` hold Parquet. The tables of ORC and CSV reports end in `_orc` and `_csv`, those of
 * further layouts of CSV in `_csv_<layout>`.
 */
export const tableSpec = (kind: TableKind, format: ReportFormat, layout?: string): TableSpec => ({
  name: `${BASE_NAME[kind]}${SUFFIX[format]}${layout === undefined ? '' : `_${layout}`}`,
  kind,
  format,
  ...(layout === undefined ? {} : { layout }),
});

/**
 * Athena's name for the table that lists a table's partitions.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/querying-glue-catalog-listing-partitions.html
 */
export const partitionsTable = (table: string) => `${table}$partitions`;

const GENERATION = /^(_orc|_csv)?(?:_([0-9a-f]{8}))?$/;

/** The table of a kind that has this name; `undefined` for another table. */
export function specOf(kind: TableKind, name: string): TableSpec | undefined {
  if (!name.startsWith(BASE_NAME[kind])) return undefined;
  const [found, suffix = '', layout] = GENERATION.exec(name.slice(BASE_NAME[kind].length)) ?? [];
  const format = REPORT_FORMATS.find((each) => SUFFIX[each] === suffix);
  if (found === undefined || format === undefined || (layout !== undefined && format !== 'CSV')) return undefined;
  return tableSpec(kind, format, layout);
}

/** A name for an order of columns: the same names in the same order have the same id. */
export const layoutId = (columns: readonly Pick<Column, 'name'>[]): string =>
  fingerprint(columns.map(({ name }) => name).join(','));

/** The partition keys of the register, in order. Reports have a column `bucket`: see `assetRegisterView`. */
export const ASSET_KEYS = ['dt', 'account', 'region', 'bucket'] as const;

const KEYS: Readonly<Record<TableKind, readonly string[]>> = {
  history: [PARTITION_KEYS.bucket, PARTITION_KEYS.dt],
  latest: [PARTITION_KEYS.bucket],
  'asset-history': ASSET_KEYS,
  'asset-latest': ASSET_KEYS.slice(1),
};

/** The partition keys, in order. They are strings, since Glue itself filters only strings. */
export const partitionKeys = (kind: TableKind): GlueColumn[] =>
  KEYS[kind].map((name) => ({ Name: name, Type: 'string' }));

const INDEXES: Readonly<Record<TableKind, Readonly<Record<string, readonly string[]>>>> = {
  history: { by_bucket_and_dt: [PARTITION_KEYS.bucket, PARTITION_KEYS.dt], by_dt: [PARTITION_KEYS.dt] },
  latest: { by_bucket: [PARTITION_KEYS.bucket] },
  'asset-history': {
    by_dt: ['dt', 'account', 'region'],
    by_account_and_dt: ['account', 'dt'],
    by_bucket_and_dt: ['bucket', 'dt'],
  },
  'asset-latest': { by_account: ['account', 'region'], by_bucket: ['bucket'] },
};

/** @see https://docs.aws.amazon.com/athena/latest/ug/glue-best-practices.html (partition indexes: three per table at most) */
export const partitionIndexes = (kind: TableKind): PartitionIndex[] =>
  Object.entries(INDEXES[kind]).map(([name, keys]) => ({ IndexName: name, Keys: [...keys] }));

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-athena-query.html */
const SERDE = {
  Parquet: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe', Parameters: {} },
  // Columns are read by name: buckets differ in their fields, and Athena's default for ORC is by position.
  ORC: {
    SerializationLibrary: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
    Parameters: { 'orc.column.index.access': 'false' },
  },
  CSV: {
    SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
    Parameters: { separatorChar: ',', quoteChar: '"', escapeChar: '\\' },
  },
} as const satisfies Record<ReportFormat, StorageDescriptor['SerdeInfo']>;

/** The storage descriptor of a folder that holds `symlink.txt`. `location` ends in `/`. */
export const storageDescriptor = (
  format: ReportFormat,
  columns: readonly GlueColumn[],
  location: string,
): StorageDescriptor => ({
  Columns: columns.map((column) => ({ ...column })),
  Location: location,
  InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  SerdeInfo: {
    SerializationLibrary: SERDE[format].SerializationLibrary,
    Parameters: { ...SERDE[format].Parameters },
  },
});

/** Converts our columns into Glue's form. */
export const glueColumns = (columns: readonly Column[]): GlueColumn[] =>
  columns.map(({ name, type }) => ({ Name: name, Type: type }));

const DESCRIPTION = {
  history: 'Every S3 Inventory report of this Region, by source bucket and start of the scan (UTC)',
  latest: 'The newest S3 Inventory report of every source bucket of this Region',
  'asset-history': 'The newest S3 Inventory report of each day (UTC) of every source bucket of all Regions',
  'asset-latest': 'The newest S3 Inventory report of every source bucket of all Regions',
} as const satisfies Record<TableKind, string>;

/** The input that creates a table. `location` is the folder above all reports and ends in `/`. */
export const tableInput = (spec: TableSpec, columns: readonly Column[], location: string): TableInput => ({
  Name: spec.name,
  Description: DESCRIPTION[spec.kind],
  TableType: 'EXTERNAL_TABLE',
  Parameters: { EXTERNAL: 'TRUE', 'partition_filtering.enabled': 'true' },
  PartitionKeys: partitionKeys(spec.kind),
  StorageDescriptor: storageDescriptor(spec.format, glueColumns(columns), location),
});
