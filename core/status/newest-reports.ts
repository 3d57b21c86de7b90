import type { CatalogPartition } from '../catalog/catalog';
import { PARTITION_PARAMETERS, registeredDt } from '../catalog/partitions';
import { groupedBy } from '../text/grouped-by';
import type { SelectedBucket } from '../organization/selection';
import { readDt } from '../text/time';

/** Newest report of a bucket: the start of its scan in epoch milliseconds, `none`, or `undated` where no partition has a date. */
export type NewestReport = number | 'none' | 'undated';

/**
 * Builds a lookup of the newest report of buckets in one Region.
 *
 * After a bucket is deleted, another account can take its name. Partitions of another account than the bucket's own are
 * therefore ignored.
 *
 * @param partitions of the `latest` tables of the Region, all formats together
 */
export function newestReports(partitions: readonly CatalogPartition[]): (bucket: SelectedBucket) => NewestReport {
  const reports = groupedBy(partitions.map(readPartition), ({ bucket }) => bucket);
  return ({ account, bucket }) => {
    const own = (reports.get(bucket) ?? []).filter((report) => (report.account ?? account) === account);
    const moments = own.flatMap(({ scanStarted }) => (scanStarted === undefined ? [] : [scanStarted]));
    if (moments.length > 0) return Math.max(...moments);
    return own.length === 0 ? 'none' : 'undated';
  };
}

function readPartition(partition: CatalogPartition) {
  const dt = registeredDt(partition);
  return {
    bucket: partition.values[0] ?? '',
    account: partition.parameters[PARTITION_PARAMETERS.account],
    scanStarted: dt === undefined ? undefined : readDt(dt),
  };
}
