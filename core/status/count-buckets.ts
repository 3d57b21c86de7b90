import { groupedBy } from '../text/grouped-by';
import type { BucketStatus } from './bucket-status';

/** Numbers of buckets by state. Each bucket is in exactly one of the five configuration states. */
export interface StatusCounts {
  readonly buckets: number;
  readonly configured: number;
  readonly notConfigured: number;
  readonly off: number;
  readonly gone: number;
  readonly unreadable: number;
  /** Buckets without a report, whose first report is not due yet. */
  readonly waiting: number;
  readonly overdue: number;
  /** Buckets without a report: waiting or overdue. */
  readonly neverReported: number;
  /** Buckets whose newest report lacks a file; `undefined` where nobody looked. */
  readonly notWhole: number | undefined;
  /** Buckets whose reports are unknown. */
  readonly unknown: number;
  /** Start of the newest scan of all buckets in epoch milliseconds; `undefined` without any report. */
  readonly newest: number | undefined;
}

/** Counts of one account in one Region. */
export interface StatusRow extends StatusCounts {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** Counts buckets per account and Region, in the order of the buckets. */
export const statusRows = (buckets: readonly BucketStatus[]): StatusRow[] =>
  [...groupedBy(buckets, ({ account, region }) => `${account} ${region}`).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ account: first.account, region: first.region, ...countBuckets(group) }];
  });

/** Counts all given buckets. */
export function countBuckets(buckets: readonly BucketStatus[]): StatusCounts {
  const count = (wanted: (bucket: BucketStatus) => boolean) => buckets.filter(wanted).length;
  return {
    buckets: buckets.length,
    configured: count(({ configuration }) => configuration === 'configured'),
    notConfigured: count(({ configuration }) => configuration === 'not-configured'),
    off: count(({ configuration }) => configuration === 'off'),
    gone: count(({ configuration }) => configuration === 'gone'),
    unreadable: count(({ configuration }) => configuration === 'unreadable'),
    waiting: count(({ report }) => report === 'waiting'),
    overdue: count(({ report }) => report === 'overdue'),
    neverReported: count(({ neverReported }) => neverReported),
    notWhole: buckets.some(({ missing }) => missing !== undefined)
      ? count(({ missing = [] }) => missing.length > 0)
      : undefined,
    unknown: count(({ report }) => report === 'unknown'),
    newest: buckets.reduce<number | undefined>(later, undefined),
  };
}

const later = (latest: number | undefined, { newest }: BucketStatus) =>
  latest === undefined || (newest !== undefined && newest > latest) ? newest : latest;

/** Conditions of the option `--fail-on`. */
export const FAIL_ON = ['overdue', 'never-reported', 'not-configured', 'not-whole'] as const;
export type FailOn = (typeof FAIL_ON)[number];

const COUNT_OF: Readonly<Record<FailOn, (counts: StatusCounts) => number>> = {
  overdue: ({ overdue }) => overdue,
  'never-reported': ({ neverReported }) => neverReported,
  'not-configured': ({ notConfigured }) => notConfigured,
  'not-whole': ({ notWhole = 0 }) => notWhole,
};

/** The conditions that at least one bucket meets, each with the number of such buckets. */
export const conditionsMet = (counts: StatusCounts, conditions: readonly FailOn[]): [FailOn, number][] =>
  FAIL_ON.filter((condition) => conditions.includes(condition))
    .map((condition): [FailOn, number] => [condition, COUNT_OF[condition](counts)])
    .filter(([, count]) => count > 0);
