import type { BucketStatus } from './bucket-status';
import type { Status } from './check-status';
import { countBuckets, type StatusCounts, statusRows } from './count-buckets';

/** Output of `--format json`. Times are ISO 8601 in UTC, or `null`; ages are in whole seconds. */
export function statusJson({ at, buckets, unreadable, catalogFailures, fileFailures, undated, notCovered }: Status) {
  const overdue = buckets.filter(({ report }) => report === 'overdue');
  return {
    at: iso(at),
    totals: countsJson(countBuckets(buckets), at),
    rows: statusRows(buckets).map(({ account, region, ...counts }) => ({ account, region, ...countsJson(counts, at) })),
    overdue: overdue.map((bucket) => bucketJson(bucket, at)),
    unreadable,
    catalogFailures,
    fileFailures,
    undated,
    notCovered,
    buckets: buckets.map((bucket) => bucketJson(bucket, at)),
  };
}

const countsJson = ({ newest, ...counts }: StatusCounts, at: number) => ({ ...counts, ...newestJson(newest, at) });

const bucketJson = ({ newest, overdueSince, ...bucket }: BucketStatus, at: number) => ({
  ...bucket,
  ...newestJson(newest, at),
  overdueSince: iso(overdueSince),
});

const newestJson = (newest: number | undefined, at: number) => ({
  newestReport: iso(newest),
  newestReportAge: newest === undefined ? null : Math.floor((at - newest) / 1000),
});

const iso = (moment: number | undefined) => (moment === undefined ? null : new Date(moment).toISOString());
