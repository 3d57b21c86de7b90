import type { DesiredBucket } from '../inventory/desired-buckets';
import type { DesiredConfiguration } from '../inventory/desired-configuration';
import { compareConfigurations } from './compare-configurations';
import type { Difference } from './difference';
import type { LiveConfiguration } from './live-configuration';

/** A bucket with its desired and its live configurations. */
export interface BucketToCompare {
  readonly desired: DesiredBucket;
  /** True where the snapshot contains the bucket. */
  readonly known: boolean;
  /** Configurations in S3, in any order; `undefined` where the bucket no longer exists. */
  readonly live: readonly LiveConfiguration[] | undefined;
  /** ARN of our destination bucket in the bucket's Region. */
  readonly destinationArn: string;
}

/** Finds the differences of a bucket: those of its desired configurations, in their order, then foreign configurations. */
export function findDrift({ desired, known, live, destinationArn }: BucketToCompare): Difference[] {
  const { account, region, bucket, configurations } = desired;
  const place = { account, region, bucket };
  if (live === undefined) return known ? [{ kind: 'gone-bucket', ...place }] : [];
  const own: Difference[] = known
    ? configurations.flatMap((want) => differencesOf(place, want, live))
    : [{ kind: 'unmanaged-bucket', ...place }];
  const foreign = foreignConfigurations(configurations, live, destinationArn);
  return [...own, ...foreign.map(({ id }): Difference => ({ kind: 'foreign', ...place, configuration: id }))];
}

function differencesOf(
  bucket: Pick<DesiredBucket, 'account' | 'region' | 'bucket'>,
  want: DesiredConfiguration,
  live: readonly LiveConfiguration[],
): Difference[] {
  const place = { ...bucket, configuration: want.id };
  const have = live.find(({ id }) => id === want.id);
  if (have === undefined) return [{ kind: 'missing', ...place }];
  const changes = compareConfigurations(want, have);
  const isOff = want.enabled && !have.enabled;
  const others = isOff ? changes.filter(({ field }) => field !== 'enabled') : changes;
  return [
    ...(isOff ? [{ kind: 'disabled', ...place } as const] : []),
    ...(others.length > 0 ? [{ kind: 'changed', ...place, changes: others } as const] : []),
  ];
}

/** Configurations with other ids than ours that deliver to our destination bucket. */
export const foreignConfigurations = (
  own: readonly Pick<DesiredConfiguration, 'id'>[],
  live: readonly LiveConfiguration[],
  destinationArn: string,
): LiveConfiguration[] =>
  live.filter(({ id, destination }) => destination.bucketArn === destinationArn && !own.some((one) => one.id === id));
