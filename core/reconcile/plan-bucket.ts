import { registeredDt } from '../catalog/partitions';
import type { TablePartition } from '../catalog/tables-in-use';
import { readDt } from '../text/time';

/**
 * The state of a report in the destination bucket: all of its control files are there (`whole`), the manifest without
 * `symlink.txt` (`broken`), or no manifest (`gone`).
 */
export type ReportState = 'whole' | 'broken' | 'gone';

/** Tells whether a report's scan began before a moment in epoch milliseconds. */
export const isExpired = (dt: string, expiredBefore: number) => (readDt(dt) ?? Infinity) < expiredBefore;

/** The partitions of one bucket. */
export interface BucketFacts {
  /** Of the history tables of all formats, without those that are dropped. */
  readonly history: readonly TablePartition[];
  /** Of the `latest` tables of all formats. */
  readonly latest: readonly TablePartition[];
  /** Tells whether a partition shows a report that the tables must not show any more. */
  readonly isStale: (partition: TablePartition) => boolean;
}

/** The changes that the `latest` tables need for one bucket. */
export interface LatestPlan {
  /** Partitions whose reports the tables must not show any more. */
  readonly stale: readonly TablePartition[];
  /** The report that is to be shown alone; `undefined` where there is none. */
  readonly wanted: TablePartition | undefined;
  /** The tables show that report, and nothing else of the bucket. */
  readonly isRight: boolean;
}

/**
 * The one `latest` partition of a bucket shows the newest report of its history, in the table of that report's format and layout. A
 * newer one that is shown already and still there stays: its history partition may be on its way.
 */
export function planLatest({ history, latest, isStale }: BucketFacts): LatestPlan {
  const stale = latest.filter(isStale);
  const newest = [...history].sort(byDt).at(-1);
  const kept = latest
    .filter((each) => !stale.includes(each))
    .sort(byDt)
    .at(-1);
  const keptIsNewer = kept !== undefined && (newest === undefined || dtOf(kept) > dtOf(newest));
  const wanted = keptIsNewer ? kept : newest;
  const [shown] = latest;
  const isRight =
    wanted === undefined
      ? latest.length === 0
      : latest.length === 1 &&
        shown?.partition.location === wanted.partition.location &&
        shown.table.format === wanted.table.format &&
        shown.table.layout === wanted.table.layout;
  return { stale, wanted, isRight };
}

/** The `dt` of the report that a partition shows; "" where it does not tell. */
export const dtOf = ({ table, partition }: TablePartition) =>
  table.kind === 'history' ? (partition.values[1] ?? '') : (registeredDt(partition) ?? '');

const byDt = (a: TablePartition, b: TablePartition) => (dtOf(a) < dtOf(b) ? -1 : dtOf(a) > dtOf(b) ? 1 : 0);
