import type { Difference } from '../../../core/drift/difference';
import { desiredBuckets } from '../../../core/inventory/desired-buckets';
import { selectBuckets } from '../../../core/organization/selection';
import { type BucketStatus, type BucketsToJudge, judgeBuckets } from '../../../core/status/bucket-status';
import { DAY, HOUR } from '../../../core/text/time';
import { account, bucket, exampleConfig, snapshot } from '../organization/example';

const A = '111111111111';
const NOW = Date.UTC(2026, 0, 31, 12);
const place = { account: A, region: 'eu-west-1', bucket: 'logs' };
const main = { ...place, configuration: 'organization-inventory' };
const error = { operation: 'ListBucketInventoryConfigurations', code: 'AccessDenied', message: 'no' };

interface Facts extends Partial<Omit<BucketsToJudge, 'buckets' | 'catalogs'>> {
  readonly config?: Record<string, unknown>;
  readonly newest?: ReturnType<BucketsToJudge['catalogs']['newest']>;
}

/** The status of one bucket. By default it was configured long ago, and its report is a few hours old. */
function judge({ config = {}, newest = NOW - 5 * HOUR, ...changes }: Facts = {}): BucketStatus | undefined {
  const [parsed, known] = [exampleConfig(config), snapshot(account(A, { buckets: [bucket('logs')] }))];
  const [status] = judgeBuckets({
    buckets: desiredBuckets(parsed, known, selectBuckets(parsed, known)),
    differences: [],
    catalogs: { newest: () => newest },
    configuredAfter: () => NOW - 100 * DAY,
    now: NOW,
    ...changes,
  });
  return status;
}

describe('judgeBuckets', () => {
  it('reports a bucket without differences as configured, with its report', () => {
    expect(judge()).toEqual({
      ...place,
      configuration: 'configured',
      report: 'current',
      newest: NOW - 5 * HOUR,
      neverReported: false,
      overdueSince: undefined,
    });
  });

  it('gives the time since which a report is overdue', () => {
    expect(judge({ newest: NOW - 3 * DAY })).toMatchObject({ report: 'overdue', overdueSince: NOW - DAY });
  });

  it('counts a first report as never reported, waiting or overdue', () => {
    const configuredAfter = () => NOW - HOUR;

    expect(judge({ newest: 'none', configuredAfter })).toMatchObject({ report: 'waiting', neverReported: true });
    expect(judge({ newest: 'none' })).toMatchObject({ report: 'overdue', neverReported: true });
  });

  it.each(['missing', 'disabled'] as const)(
    'takes a bucket whose main configuration is %s as not configured',
    (kind) => {
      const status = judge({ differences: [{ kind, ...main }], newest: 'none' });

      expect(status).toMatchObject({ configuration: 'not-configured', report: 'not-owed', neverReported: false });
    },
  );

  it('gives the age of the last report of a bucket that owes none, and does not report it as overdue', () => {
    const status = judge({ differences: [{ kind: 'missing', ...main }], newest: NOW - 30 * DAY });

    expect(status).toMatchObject({ report: 'not-owed', newest: NOW - 30 * DAY, overdueSince: undefined });
  });

  it('ignores all configurations but the main one', () => {
    const differences: Difference[] = [
      { kind: 'missing', ...main, configuration: 'versions' },
      { kind: 'foreign', ...main, configuration: 'theirs' },
      { kind: 'changed', ...main, changes: [{ field: 'format', want: 'Parquet', have: 'CSV' }] },
    ];

    expect(judge({ differences })).toMatchObject({ configuration: 'configured', report: 'current' });
  });

  it('assigns differences to the right bucket', () => {
    const differences: Difference[] = [
      { kind: 'missing', ...main, bucket: 'other' },
      { kind: 'missing', ...main, region: 'us-east-1' },
      { kind: 'missing', ...main, account: '333333333333' },
    ];

    expect(judge({ differences })).toMatchObject({ configuration: 'configured' });
  });

  it('expects no report where the configuration is disabled', () => {
    const config = { inventory: { enabled: false } };

    expect(judge({ config, newest: 'none' })).toMatchObject({ configuration: 'off', report: 'not-owed' });
  });

  it('expects no report where the bucket no longer exists', () => {
    const differences: Difference[] = [{ kind: 'gone-bucket', ...place }];

    expect(judge({ differences, newest: 'none' })).toMatchObject({ configuration: 'gone', report: 'not-owed' });
  });

  it.each([
    ['its bucket', place],
    ['its account', { account: A, region: null, bucket: null }],
  ])('holds a bucket to what it ought to have where %s could not be read', (_what, where) => {
    const differences: Difference[] = [{ kind: 'unreadable', ...where, buckets: 1, error, next: '' }];

    expect(judge({ differences })).toMatchObject({ configuration: 'unreadable', report: 'current' });
    expect(judge({ differences, newest: NOW - 3 * DAY })).toMatchObject({
      configuration: 'unreadable',
      report: 'overdue',
      newest: NOW - 3 * DAY,
    });
  });

  it.each(['unknown', 'undated'] as const)('reports unknown where the catalog says %s', (newest) => {
    expect(judge({ newest })).toMatchObject({
      configuration: 'configured',
      report: 'unknown',
      newest: undefined,
      neverReported: false,
      overdueSince: undefined,
    });
  });

  it('uses the frequency of the live configuration, not of the desired one', () => {
    const changed = (want: string, have: string, configuration = main.configuration): Difference[] => [
      { kind: 'changed', ...main, configuration, changes: [{ field: 'frequency', want, have }] },
    ];
    const newest = NOW - 5 * DAY;
    const config = { inventory: { frequency: 'Weekly' } };

    expect(judge({ newest, differences: changed('Daily', 'Weekly') })?.report).toBe('current');
    expect(judge({ newest, differences: changed('Daily', 'Weekly', 'versions') })?.report).toBe('overdue');
    expect(judge({ newest, config })?.report).toBe('current');
    expect(judge({ newest, config, differences: changed('Weekly', 'Daily') })?.report).toBe('overdue');
    expect(judge({ newest, config, differences: changed('Weekly', 'Hourly') })?.report).toBe('current');
  });
});
