import { groupedBy } from '../text/grouped-by';
import type { BucketStatus } from './bucket-status';

/** How many buckets are in which state. Each is in exactly one of the five states of its configuration. */
export interface StatusCounts {
  readonly buckets: number;
  readonly configured: number;
  readonly notConfigured: number;
  readonly off: number;
  readonly gone: number;
  readonly unreadable: number;
  /** Without a report so far, and S3 still has time. */
  readonly waiting: number;
  readonly overdue: number;
  /** Without a report so far: waiting or overdue. */
  readonly neverReported: number;
  /** Their reports are not known. */
  readonly unknown: number;
  /** Start of the scan of the newest report of all, epoch milliseconds; `undefined` where there is none. */
  readonly newest: number | undefined;
}

/** The buckets of one account in one Region. */
export interface StatusRow extends StatusCounts {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** One row per account and Region, in the order in which they come. */
export const statusRows = (buckets: readonly BucketStatus[]): StatusRow[] =>
  [...groupedBy(buckets, ({ account, region }) => `${account} ${region}`).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ account: first.account, region: first.region, ...countBuckets(group) }];
  });

/** Counts buckets of any accounts and Regions. */
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
    unknown: count(({ report }) => report === 'unknown'),
    newest: buckets.reduce<number | undefined>(later, undefined),
  };
}

const later = (latest: number | undefined, { newest }: BucketStatus) =>
  latest === undefined || (newest !== undefined && newest > latest) ? newest : latest;

/** What can be asked to fail a run. */
export const FAIL_ON = ['overdue', 'never-reported', 'not-configured'] as const;
export type FailOn = (typeof FAIL_ON)[number];

const COUNT_OF: Readonly<Record<FailOn, (counts: StatusCounts) => number>> = {
  overdue: ({ overdue }) => overdue,
  'never-reported': ({ neverReported }) => neverReported,
  'not-configured': ({ notConfigured }) => notConfigured,
};

/** Those of the conditions that some bucket meets, with the number of such buckets. */
export const conditionsMet = (counts: StatusCounts, conditions: readonly FailOn[]): [FailOn, number][] =>
  FAIL_ON.filter((condition) => conditions.includes(condition))
    .map((condition): [FailOn, number] => [condition, COUNT_OF[condition](counts)])
    .filter(([, count]) => count > 0);
