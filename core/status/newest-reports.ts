import type { CatalogPartition } from '../catalog/catalog';
import { PARTITION_PARAMETERS, registeredDt } from '../catalog/partitions';
import { groupedBy } from '../text/grouped-by';
import type { SelectedBucket } from '../organization/selection';
import { readDt } from '../text/time';

/** Newest report of a bucket: the start of its scan in epoch milliseconds, `none`, or `undated` where no partition has a date. */
export type NewestReport = number | 'none' | 'undated';

/** Lookups of the newest reports of buckets in one Region. */
export interface RegionReports {
  readonly newest: (bucket: SelectedBucket) => NewestReport;
  /** Location of the newest report, `s3://…/`; `undefined` where there is none, or no date. */
  readonly location: (bucket: SelectedBucket) => string | undefined;
}

/**
 * Builds lookups of the newest report of buckets in one Region.
 *
 * After a bucket is deleted, another account can take its name. Partitions of another account than the bucket's own are
 * therefore ignored.
 *
 * @param partitions of the `latest` tables of the Region, all formats together
 */
export function newestReports(partitions: readonly CatalogPartition[]): RegionReports {
  const reports = groupedBy(partitions.map(readPartition), ({ bucket }) => bucket);
  const ownReports = ({ account, bucket }: SelectedBucket) =>
    (reports.get(bucket) ?? []).filter((report) => (report.account ?? account) === account);
  return {
    newest: (bucket) => {
      const own = ownReports(bucket);
      const moments = own.flatMap(({ scanStarted }) => (scanStarted === undefined ? [] : [scanStarted]));
      if (moments.length > 0) return Math.max(...moments);
      return own.length === 0 ? 'none' : 'undated';
    },
    location: (bucket) => {
      const dated = ownReports(bucket).filter(({ scanStarted }) => scanStarted !== undefined);
      return dated.sort((a, b) => (a.scanStarted ?? 0) - (b.scanStarted ?? 0)).at(-1)?.location;
    },
  };
}

function readPartition(partition: CatalogPartition) {
  const dt = registeredDt(partition);
  return {
    bucket: partition.values[0] ?? '',
    account: partition.parameters[PARTITION_PARAMETERS.account],
    location: partition.location,
    scanStarted: dt === undefined ? undefined : readDt(dt),
  };
}
