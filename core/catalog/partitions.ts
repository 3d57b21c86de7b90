import type { VerifiedReport } from '../report/manifest';
import type { CatalogPartition, PartitionInput } from './catalog';
import { regionOfDestination } from '../names/names';
import { type TableKind, storageDescriptor } from './tables';

/** Names of the partitions' parameters, which repeat facts of the manifest. All values are strings. */
export const PARTITION_PARAMETERS = {
  dt: 'orgs3.dt',
  account: 'orgs3.account',
  configurationId: 'orgs3.configuration_id',
  /** The number of data files. */
  files: 'orgs3.files',
  /** The size of all data files together. */
  bytes: 'orgs3.bytes',
} as const;

/** A report's values of the partition keys, in the order of the keys. */
export function partitionValues(kind: TableKind, { key }: VerifiedReport): string[] {
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

/** The partition that shows a report, with the report's own location and columns. */
export const partitionInput = (kind: TableKind, report: VerifiedReport): PartitionInput => ({
  Values: partitionValues(kind, report),
  StorageDescriptor: storageDescriptor(report.format, report.columns, report.key.location),
  Parameters: {
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
