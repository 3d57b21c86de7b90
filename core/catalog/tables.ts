import type { ReportFormat } from '../report/fields';
import { type Column, PARTITION_KEYS } from '../report/file-schema';
import { HISTORY_TABLE, LATEST_TABLE, ASSET_LATEST_TABLE, ASSET_TABLE } from '../names/names';
import type { GlueColumn, PartitionIndex, StorageDescriptor, TableInput } from './catalog';

/**
 * `history` holds every report of a Region, `latest` the newest one of every bucket. `register` holds one report per day and
 * bucket of all Regions, `register-latest` the newest one of every bucket.
 */
export type TableKind = 'history' | 'latest' | 'register' | 'register-latest';

/** Two tables that show the same reports: the history, and the newest of every bucket. */
export interface TablePair {
  readonly history: TableKind;
  readonly latest: TableKind;
}

export const REGIONAL_TABLES = { history: 'history', latest: 'latest' } as const satisfies TablePair;
export const ASSET_TABLES = { history: 'register', latest: 'register-latest' } as const satisfies TablePair;

/** One of our tables: Athena wants one format per table, so each format has its own pair. */
export interface TableSpec {
  readonly name: string;
  readonly kind: TableKind;
  readonly format: ReportFormat;
}

const SUFFIX = { Parquet: '', ORC: '_orc', CSV: '_csv' } as const satisfies Record<ReportFormat, string>;
const BASE_NAME = {
  history: HISTORY_TABLE,
  latest: LATEST_TABLE,
  register: ASSET_TABLE,
  'register-latest': ASSET_LATEST_TABLE,
} as const satisfies Record<TableKind, string>;

/** `inventory`, `asset_register` and their `_latest` hold Parquet; the tables of ORC and CSV reports end in `_orc` and `_csv`. */
export const tableSpec = (kind: TableKind, format: ReportFormat): TableSpec => ({
  name: `${BASE_NAME[kind]}${SUFFIX[format]}`,
  kind,
  format,
});

/** The partition keys of the register, in order. Reports have a column `bucket`: see `assetRegisterView`. */
export const ASSET_KEYS = ['dt', 'account', 'region', 'bucket'] as const;

const KEYS: Readonly<Record<TableKind, readonly string[]>> = {
  history: [PARTITION_KEYS.bucket, PARTITION_KEYS.dt],
  latest: [PARTITION_KEYS.bucket],
  register: ASSET_KEYS,
  'register-latest': ASSET_KEYS.slice(1),
};

/** The partition keys in order. Strings, since Glue filters only those by itself. */
export const partitionKeys = (kind: TableKind): GlueColumn[] =>
  KEYS[kind].map((name) => ({ Name: name, Type: 'string' }));

const INDEXES: Readonly<Record<TableKind, Readonly<Record<string, readonly string[]>>>> = {
  history: { by_bucket_and_dt: [PARTITION_KEYS.bucket, PARTITION_KEYS.dt], by_dt: [PARTITION_KEYS.dt] },
  latest: { by_bucket: [PARTITION_KEYS.bucket] },
  register: {
    by_dt: ['dt', 'account', 'region'],
    by_account_and_dt: ['account', 'dt'],
    by_bucket_and_dt: ['bucket', 'dt'],
  },
  'register-latest': { by_account: ['account', 'region'], by_bucket: ['bucket'] },
};

/** @see https://docs.aws.amazon.com/athena/latest/ug/glue-best-practices.html (partition indexes: three per table at most) */
export const partitionIndexes = (kind: TableKind): PartitionIndex[] =>
  Object.entries(INDEXES[kind]).map(([name, keys]) => ({ IndexName: name, Keys: [...keys] }));

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-athena-query.html */
const SERDE = {
  Parquet: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe', Parameters: {} },
  // By name: buckets differ in their fields, and Athena reads ORC by position otherwise.
  ORC: {
    SerializationLibrary: 'org.apache.hadoop.hive.ql.io.orc.OrcSerde',
    Parameters: { 'orc.column.index.access': 'false' },
  },
  CSV: {
    SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde',
    Parameters: { separatorChar: ',', quoteChar: '"', escapeChar: '\\' },
  },
} as const satisfies Record<ReportFormat, StorageDescriptor['SerdeInfo']>;

/** How rows lie below a folder that holds `symlink.txt`. `location` ends in `/`. */
export const storageDescriptor = (
  format: ReportFormat,
  columns: readonly Column[],
  location: string,
): StorageDescriptor => ({
  Columns: glueColumns(columns),
  Location: location,
  InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
  OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  SerdeInfo: {
    SerializationLibrary: SERDE[format].SerializationLibrary,
    Parameters: { ...SERDE[format].Parameters },
  },
});

/** Our columns in Glue's spelling. */
export const glueColumns = (columns: readonly Column[]): GlueColumn[] =>
  columns.map(({ name, type }) => ({ Name: name, Type: type }));

const DESCRIPTION = {
  history: 'Every S3 Inventory report of this Region, by source bucket and start of the scan (UTC)',
  latest: 'The newest S3 Inventory report of every source bucket of this Region',
  register: 'The newest S3 Inventory report of each day (UTC) of every source bucket of all Regions',
  'register-latest': 'The newest S3 Inventory report of every source bucket of all Regions',
} as const satisfies Record<TableKind, string>;

/** A table as it is created. `location` is the folder above all reports and ends in `/`. */
export const tableInput = (spec: TableSpec, columns: readonly Column[], location: string): TableInput => ({
  Name: spec.name,
  Description: DESCRIPTION[spec.kind],
  TableType: 'EXTERNAL_TABLE',
  Parameters: { EXTERNAL: 'TRUE', 'partition_filtering.enabled': 'true' },
  PartitionKeys: partitionKeys(spec.kind),
  StorageDescriptor: storageDescriptor(spec.format, columns, location),
});
