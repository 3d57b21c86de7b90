import type { BucketStatus } from '../../../core/status/bucket-status';
import { conditionsMet, countBuckets, statusRows } from '../../../core/status/count-buckets';

const status: BucketStatus = {
  account: '111111111111',
  region: 'eu-west-1',
  bucket: 'logs',
  configuration: 'configured',
  report: 'current',
  newest: 1000,
  neverReported: false,
  overdueSince: undefined,
};
const never: BucketStatus = { ...status, newest: undefined, neverReported: true, report: 'waiting' };

describe('countBuckets', () => {
  it('counts every state once', () => {
    const counts = countBuckets([
      status,
      never,
      { ...never, report: 'overdue' },
      { ...status, configuration: 'unreadable', report: 'unknown', newest: undefined },
      { ...status, configuration: 'not-configured', report: 'not-owed' },
      { ...status, configuration: 'off', report: 'not-owed' },
      { ...status, configuration: 'gone', report: 'not-owed' },
    ]);

    expect(counts).toEqual({
      buckets: 7,
      configured: 3,
      notConfigured: 1,
      off: 1,
      gone: 1,
      unreadable: 1,
      waiting: 1,
      overdue: 1,
      neverReported: 2,
      unknown: 1,
      newest: 1000,
    });
  });

  it('finds the newest report in any order, and none without reports', () => {
    const newest = (...moments: (number | undefined)[]) =>
      countBuckets(moments.map((moment) => ({ ...status, newest: moment }))).newest;

    expect(newest(undefined, 5, 9, undefined, 7)).toBe(9);
    expect(newest(9, undefined, 5)).toBe(9);
    expect(newest(undefined)).toBeUndefined();
  });
});

describe('statusRows', () => {
  it('makes one row per account and Region', () => {
    const rows = statusRows([
      status,
      never,
      { ...status, region: 'us-east-1', newest: 2000 },
      { ...status, account: '222222222222' },
    ]);

    expect(rows).toMatchObject([
      { account: '111111111111', region: 'eu-west-1', buckets: 2, neverReported: 1, newest: 1000 },
      { account: '111111111111', region: 'us-east-1', buckets: 1, neverReported: 0, newest: 2000 },
      { account: '222222222222', region: 'eu-west-1', buckets: 1 },
    ]);
  });

  it('makes none without buckets', () => {
    expect(statusRows([])).toEqual([]);
  });
});

describe('conditionsMet', () => {
  const counts = { ...countBuckets([]), overdue: 2, neverReported: 1 };

  it('returns the requested conditions that are met, with their numbers', () => {
    expect(conditionsMet(counts, ['not-configured', 'overdue', 'overdue'])).toEqual([['overdue', 2]]);
    expect(conditionsMet(counts, ['never-reported'])).toEqual([['never-reported', 1]]);
    expect(conditionsMet({ ...counts, notConfigured: 3 }, ['not-configured'])).toEqual([['not-configured', 3]]);
  });

  it('returns no condition that was not requested', () => {
    expect(conditionsMet(counts, [])).toEqual([]);
  });
});
