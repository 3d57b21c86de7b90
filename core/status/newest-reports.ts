import type { CatalogPartition } from '../catalog/catalog';
import { PARTITION_PARAMETERS, registeredDt } from '../catalog/partitions';
import { groupedBy } from '../text/grouped-by';
import type { SelectedBucket } from '../organization/selection';
import { readDt } from '../text/time';

/** A bucket's newest report: the start of its scan in epoch milliseconds, `none`, or `undated` where no partition says when. */
export type NewestReport = number | 'none' | 'undated';

/**
 * Finds the newest report of buckets of one Region.
 *
 * A name can pass to another account after its bucket is deleted: a partition that names another account than the bucket's
 * own is none of its reports.
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
