import type { ReportFormat } from '../report/fields';
import type { VerifiedReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import type { CatalogPartition, GlueColumn, PartitionInput } from './catalog';
import { regionOfDestination } from '../names/names';
import { fingerprint } from '../text/fingerprint';
import { storageDescriptor, type TableKind } from './tables';

/** Names of the partitions' parameters, which repeat facts of the manifest. All values are strings. */
export const PARTITION_PARAMETERS = {
  dt: 'orgs3.dt',
  account: 'orgs3.account',
  configurationId: 'orgs3.configuration_id',
  /** The number of data files. */
  files: 'orgs3.files',
  /** The size of all data files together. */
  bytes: 'orgs3.bytes',
  /** The columns that the partition was given: see `columnsId`. */
  columns: 'orgs3.columns',
} as const;

/** A report's values of the partition keys, in their order. */
export function partitionValues(kind: TableKind, key: ReportKey): string[] {
  const source = [key.account, regionOfDestination(key.destinationBucket) ?? '', key.bucket];
  switch (kind) {
    case 'history':
      return [key.bucket, key.dt];
    case 'latest':
      return [key.bucket];
    case 'asset-history':
      return [dayOf(key.dt), ...source];
    case 'asset-latest':
      return source;
  }
}

/** The day (UTC) of a scan, e.g. `2026-01-31` for `2026-01-31-01-00`. */
export const dayOf = (dt: string) => dt.slice(0, '2026-01-31'.length);

/** A name for columns: the same names and types in the same order have the same. */
export const columnsId = (columns: readonly GlueColumn[]) =>
  fingerprint(columns.map(({ Name, Type }) => `${Name} ${Type}`).join(','));

/**
 * A report as a partition: at its own folder, with the columns of its table in their order. Columns of a table are only ever
 * added at the end, so that those of an older partition are the first of the table's: Trino compares them by position.
 *
 * @see https://github.com/trinodb/trino/blob/master/plugin/trino-hive/src/main/java/io/trino/plugin/hive/HiveSplitManager.java
 */
export const partitionInput = (
  kind: TableKind,
  report: VerifiedReport,
  columns: readonly GlueColumn[],
): PartitionInput => ({
  Values: partitionValues(kind, report.key),
  StorageDescriptor: storageDescriptor(report.format, columns, report.key.location),
  Parameters: {
    [PARTITION_PARAMETERS.columns]: columnsId(columns),
    [PARTITION_PARAMETERS.dt]: report.key.dt,
    [PARTITION_PARAMETERS.account]: report.key.account,
    [PARTITION_PARAMETERS.configurationId]: report.key.configurationId,
    [PARTITION_PARAMETERS.files]: String(report.files),
    [PARTITION_PARAMETERS.bytes]: String(report.bytes),
  },
});

/** The `dt` of the report that a partition shows, from its parameters or its location; `undefined` if neither has it. */
export const registeredDt = ({ parameters, location }: CatalogPartition): string | undefined =>
  parameters[PARTITION_PARAMETERS.dt] ?? /\/dt=(\d{4}(?:-\d{2}){4})\/?$/.exec(location)?.[1];

/** A partition with other columns, and all else as it is. */
export const withColumns = (
  { values, location, parameters }: CatalogPartition,
  format: ReportFormat,
  columns: readonly GlueColumn[],
): PartitionInput => ({
  Values: [...values],
  StorageDescriptor: storageDescriptor(format, columns, location),
  Parameters: { ...parameters, [PARTITION_PARAMETERS.columns]: columnsId(columns) },
});

/** Tells whether a partition's columns are the first of its table's, in the table's order. */
export function fitsColumns(columns: readonly GlueColumn[]): (partition: CatalogPartition) => boolean {
  const ids = new Set(columns.map((_, index) => columnsId(columns.slice(0, index + 1))));
  return ({ parameters }) => ids.has(parameters[PARTITION_PARAMETERS.columns] ?? '');
}
