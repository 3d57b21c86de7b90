import type { ReportFormat } from '../inventory/fields';
import { type Column, PARTITION_KEYS } from '../inventory/file-schema';
import { HISTORY_TABLE, LATEST_TABLE } from '../inventory/names';
import type { GlueColumn, PartitionIndex, StorageDescriptor, TableInput } from './catalog';

/** `history` holds every report, `latest` the newest one of every bucket. */
export type TableKind = 'history' | 'latest';

/** One of our tables: Athena wants one format per table, so each format has its own pair. */
export interface TableSpec {
  readonly name: string;
  readonly kind: TableKind;
  readonly format: ReportFormat;
}

const SUFFIX = { Parquet: '', ORC: '_orc', CSV: '_csv' } as const satisfies Record<ReportFormat, string>;
const BASE_NAME = { history: HISTORY_TABLE, latest: LATEST_TABLE } as const;

/** `inventory` and `inventory_latest` hold Parquet; the tables of ORC and CSV reports end in `_orc` and `_csv`. */
export const tableSpec = (kind: TableKind, format: ReportFormat): TableSpec => ({
  name: `${BASE_NAME[kind]}${SUFFIX[format]}`,
  kind,
  format,
});

const STRING = 'string';
const BUCKET_KEY = { Name: PARTITION_KEYS.bucket, Type: STRING };
const DT_KEY = { Name: PARTITION_KEYS.dt, Type: STRING };

/** The partition keys in order. Strings, since Glue filters only those by itself. */
export const partitionKeys = (kind: TableKind): GlueColumn[] =>
  kind === 'history' ? [{ ...BUCKET_KEY }, { ...DT_KEY }] : [{ ...BUCKET_KEY }];

/** @see https://docs.aws.amazon.com/athena/latest/ug/glue-best-practices.html (partition indexes) */
export const partitionIndexes = (kind: TableKind): PartitionIndex[] =>
  kind === 'history'
    ? [
        { IndexName: 'by_bucket_and_dt', Keys: [BUCKET_KEY.Name, DT_KEY.Name] },
        { IndexName: 'by_dt', Keys: [DT_KEY.Name] },
      ]
    : [{ IndexName: 'by_bucket', Keys: [BUCKET_KEY.Name] }];

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
} as const;

/** A table as it is created. `location` is the folder above all reports and ends in `/`. */
export const tableInput = (spec: TableSpec, columns: readonly Column[], location: string): TableInput => ({
  Name: spec.name,
  Description: DESCRIPTION[spec.kind],
  TableType: 'EXTERNAL_TABLE',
  Parameters: { EXTERNAL: 'TRUE', 'partition_filtering.enabled': 'true' },
  PartitionKeys: partitionKeys(spec.kind),
  StorageDescriptor: storageDescriptor(spec.format, columns, location),
});
