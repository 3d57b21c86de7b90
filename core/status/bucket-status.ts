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
 * What S3 says of a bucket's main configuration.
 *
 * - `configured`: it is there and switched on;
 * - `not-configured`: it ought to be on, and is not there or is switched off;
 * - `off`: our configuration switches it off;
 * - `gone`: the bucket is no longer there;
 * - `unreadable`: AWS refused to tell.
 */
export type ConfigurationState = 'configured' | 'not-configured' | 'off' | 'gone' | 'unreadable';

/**
 * How a bucket's reports are: `waiting` for the first one, `unknown` where the catalog does not tell, `not-owed` where none
 * has to come.
 */
export type ReportState = 'current' | 'waiting' | 'overdue' | 'unknown' | 'not-owed';

/** A selected bucket, its configuration and its reports. Moments are epoch milliseconds. */
export interface BucketStatus extends SelectedBucket {
  readonly configuration: ConfigurationState;
  readonly report: ReportState;
  /** Start of the newest report's scan; `undefined` where there is none, or none is known. */
  readonly newest: number | undefined;
  /** It owes reports, and there has been none. */
  readonly neverReported: boolean;
  /** `undefined` where nothing is overdue, or nothing tells since when. */
  readonly overdueSince: number | undefined;
}

export interface BucketsToJudge {
  readonly buckets: readonly DesiredBucket[];
  /** Between these buckets and what they ought to have. */
  readonly differences: readonly Difference[];
  readonly catalogs: Pick<Catalogs, 'newest'>;
  /** The moment before which a bucket's configuration cannot have been made; `undefined` where nothing tells. */
  readonly configuredAfter: (bucket: SelectedBucket) => number | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Judges every bucket, in the order given. A bucket that could not be read is held to what it ought to have. */
export function judgeBuckets(question: BucketsToJudge): BucketStatus[] {
  const { buckets, differences } = question;
  const byPlace = groupedBy(differences, ({ account, region, bucket }) =>
    region === null || bucket === null ? account : bucketKey({ account, region, bucket }),
  );
  return buckets.map((bucket) => {
    const own = [...(byPlace.get(bucket.account) ?? []), ...(byPlace.get(bucketKey(bucket)) ?? [])];
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

/** How often S3 writes reports now: the configuration may not be as it ought to be. */
function liveFrequency(main: DesiredConfiguration, differences: readonly Difference[]): Frequency {
  const changes = differences.flatMap((difference) =>
    difference.kind === 'changed' && difference.configuration === main.id ? difference.changes : [],
  );
  const have = changes.find(({ field }) => field === 'frequency')?.have;
  return FREQUENCIES.find((frequency) => frequency === have) ?? main.frequency;
}
