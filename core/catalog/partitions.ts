import type { VerifiedReport } from '../report/manifest';
import type { CatalogPartition, PartitionInput } from './catalog';
import { regionOfDestination } from '../names/names';
import { type TableKind, storageDescriptor } from './tables';

/** Parameters of our partitions: what the manifest says of a report, readable without opening it. All values are strings. */
export const PARTITION_PARAMETERS = {
  dt: 'orgs3.dt',
  account: 'orgs3.account',
  configurationId: 'orgs3.configuration_id',
  /** Number of data files. */
  files: 'orgs3.files',
  /** Their size together. */
  bytes: 'orgs3.bytes',
} as const;

/** A report's values of the partition keys, in their order. */
export function partitionValues(kind: TableKind, { key }: VerifiedReport): string[] {
  const place = [key.account, regionOfDestination(key.destinationBucket) ?? '', key.bucket];
  switch (kind) {
    case 'history':
      return [key.bucket, key.dt];
    case 'latest':
      return [key.bucket];
    case 'register':
      return [dayOf(key.dt), ...place];
    case 'register-latest':
      return place;
  }
}

/** The day (UTC) of a scan: `2026-01-31` of `2026-01-31-01-00`. */
export const dayOf = (dt: string) => dt.slice(0, '2026-01-31'.length);

/** A report as a partition: at its own folder, with its own columns. */
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

/** The `dt` that a partition shows: from its parameters, or from its location; `undefined` where neither says. */
export const registeredDt = ({ parameters, location }: CatalogPartition): string | undefined =>
  parameters[PARTITION_PARAMETERS.dt] ?? /\/dt=(\d{4}(?:-\d{2}){4})\/?$/.exec(location)?.[1];
