import { dayOf } from '../catalog/partitions';
import { dtOfStamp, type ReportKey, reportKeyOf, type ReportScope } from '../report/report-key';

/**
 * Of the complete reports that S3 holds of a bucket and that are newer than one that was registered, those that may have a better
 * right to one of its two partitions: the newest of the same day, and the newest of all. None, one or two, oldest first.
 *
 * @param stamps names of manifest folders (`2016-11-06T21-32Z`) of complete reports, in any order; other names are left alone
 */
export function rivals(key: ReportKey, stamps: Iterable<string>, scope: ReportScope): ReportKey[] {
  const newer = [...stamps].filter((stamp) => (dtOfStamp(stamp) ?? '') > key.dt).sort();
  const sameDay = newer.filter((stamp) => stamp.startsWith(dayOf(key.dt)));
  const wanted = [...new Set([sameDay.at(-1), newer.at(-1)])];
  return wanted.flatMap((stamp) =>
    stamp === undefined ? [] : (reportKeyOf({ account: key.account, bucket: key.bucket, stamp }, scope) ?? []),
  );
}
