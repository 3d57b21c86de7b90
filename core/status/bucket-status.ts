import type { Difference } from '../drift/difference';
import { bucketKey } from '../drift/scope';
import { groupedBy } from '../text/grouped-by';
import type { DesiredBucket } from '../inventory/desired-buckets';
import type { DesiredConfiguration } from '../inventory/desired-configuration';
import { FREQUENCIES, type Frequency } from '../report/fields';
import type { SelectedBucket } from '../organization/selection';
import { judgeReport } from './judge-report';
import type { Catalogs } from './read-catalogs';

/**
 * State of a bucket's main configuration in S3.
 *
 * - `configured`: it exists and is enabled;
 * - `not-configured`: it should be enabled, but is missing or disabled;
 * - `off`: `inventory.yaml` disables it;
 * - `gone`: the bucket no longer exists;
 * - `unreadable`: AWS refused the call.
 */
export type ConfigurationState = 'configured' | 'not-configured' | 'off' | 'gone' | 'unreadable';

/**
 * State of a bucket's reports: `waiting` for the first report, `unknown` where the catalog could not be read or has no date,
 * `not-owed` where no report is expected.
 */
export type ReportState = 'current' | 'waiting' | 'overdue' | 'unknown' | 'not-owed';

/** State of a selected bucket. Times are in epoch milliseconds. */
export interface BucketStatus extends SelectedBucket {
  readonly configuration: ConfigurationState;
  readonly report: ReportState;
  /** Start of the newest report's scan; `undefined` where there is no known report. */
  readonly newest: number | undefined;
  /** True where reports are expected and none has arrived yet. */
  readonly neverReported: boolean;
  /** `undefined` where the report is not overdue, or its due time is unknown. */
  readonly overdueSince: number | undefined;
  /** Names of the files that the newest report lacks; absent where they were not looked for. */
  readonly missing?: readonly string[];
}

export interface BucketsToJudge {
  readonly buckets: readonly DesiredBucket[];
  /** Differences of these buckets from their desired configurations. */
  readonly differences: readonly Difference[];
  readonly catalogs: Pick<Catalogs, 'newest'>;
  /** Earliest possible creation time of a bucket's configuration; `undefined` where it is unknown. */
  readonly configuredAfter: (bucket: SelectedBucket) => number | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Determines the state of every bucket, in the order given. A bucket that could not be read is judged by its desired configuration. */
export function judgeBuckets(question: BucketsToJudge): BucketStatus[] {
  const { buckets, differences } = question;
  const byBucket = groupedBy(differences, ({ account, region, bucket }) =>
    region === null || bucket === null ? account : bucketKey({ account, region, bucket }),
  );
  return buckets.map((bucket) => {
    const own = [...(byBucket.get(bucket.account) ?? []), ...(byBucket.get(bucketKey(bucket)) ?? [])];
    return judgeBucket(bucket, own, question);
  });
}

function judgeBucket(desired: DesiredBucket, differences: readonly Difference[], question: BucketsToJudge) {
  const { account, region, bucket, configurations } = desired;
  const [main] = configurations;
  const configuration = configurationState(main, differences);
  const found = question.catalogs.newest(desired);
  const newest = typeof found === 'number' ? found : undefined;
  const status = { account, region, bucket, configuration, newest, neverReported: false, overdueSince: undefined };
  const owes = main?.enabled === true && (configuration === 'configured' || configuration === 'unreadable');
  if (!owes) return { ...status, report: 'not-owed' } as const;
  if (found === 'unknown' || found === 'undated') return { ...status, report: 'unknown' } as const;
  const frequency = liveFrequency(main, differences);
  const configuredAfter = question.configuredAfter(desired);
  const { report, due } = judgeReport({ newest, frequency, configuredAfter }, question.now);
  const overdueSince = report === 'overdue' ? due : undefined;
  return { ...status, report, neverReported: newest === undefined, overdueSince };
}

function configurationState(
  main: DesiredConfiguration | undefined,
  differences: readonly Difference[],
): ConfigurationState {
  const kinds = new Set(differences.map(({ kind }) => kind));
  if (kinds.has('gone-bucket')) return 'gone';
  if (kinds.has('unreadable')) return 'unreadable';
  if (main?.enabled !== true) return 'off';
  const lacks = differences.some(
    (difference) =>
      (difference.kind === 'missing' || difference.kind === 'disabled') && difference.configuration === main.id,
  );
  return lacks ? 'not-configured' : 'configured';
}

/** Frequency of the live configuration, which may differ from the desired one. */
function liveFrequency(main: DesiredConfiguration, differences: readonly Difference[]): Frequency {
  const changes = differences.flatMap((difference) =>
    difference.kind === 'changed' && difference.configuration === main.id ? difference.changes : [],
  );
  const have = changes.find(({ field }) => field === 'frequency')?.have;
  return FREQUENCIES.find((frequency) => frequency === have) ?? main.frequency;
}
