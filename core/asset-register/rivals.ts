import { dayOf } from '../catalog/partitions';
import { dtOfStamp, type ReportKey, reportKeyOf, type ReportScope } from '../report/report-key';

/**
 * Newer reports of the same bucket that have a better right to a report's two partitions: the newest one of the same day, and the
 * newest one of all. Returns none, one or two, the oldest first.
 *
 * @param stamps names of the manifest folders of all complete reports, e.g. `2016-11-06T21-32Z`, in any order; other names are ignored
 */
export function rivals(key: ReportKey, stamps: Iterable<string>, scope: ReportScope): ReportKey[] {
  const newer = [...stamps].filter((stamp) => (dtOfStamp(stamp) ?? '') > key.dt).sort();
  const sameDay = newer.filter((stamp) => stamp.startsWith(dayOf(key.dt)));
  const wanted = [...new Set([sameDay.at(-1), newer.at(-1)])];
  return wanted.flatMap((stamp) =>
    stamp === undefined ? [] : (reportKeyOf({ account: key.account, bucket: key.bucket, stamp }, scope) ?? []),
  );
}
