import { compareConfigurations, type FieldChange } from '../drift/compare-configurations';
import type { LiveConfiguration } from '../drift/live-configuration';
import type { DesiredBucket } from '../inventory/desired-buckets';
import type { DesiredConfiguration } from '../inventory/desired-configuration';
import type { ExistingConfiguration } from './existing-configuration';

/** A configuration that is there already under an id that the bucket ought to have. */
export interface OwnConfiguration extends ExistingConfiguration {
  /** In what it differs from what it ought to be; Terraform changes that once it is imported. */
  readonly changes: readonly FieldChange[];
}

/** A configuration of another id that delivers the same as one that the bucket ought to have. It is none of ours. */
export interface SameDelivery extends ExistingConfiguration {
  /** Id of the configuration that delivers the same. */
  readonly like: string;
}

/** What there is on a bucket that concerns us; other configurations are nobody's business but their owner's. */
export interface ExistingInBucket {
  /** In the order of the configurations that the bucket ought to have. */
  readonly own: readonly OwnConfiguration[];
  /** In S3's order. */
  readonly sameDelivery: readonly SameDelivery[];
}

/** Looks through a bucket's configurations for those that are ours by their id, and those that make ours superfluous. */
export function existingInBucket(desired: DesiredBucket, live: readonly LiveConfiguration[]): ExistingInBucket {
  const { account, region, bucket, configurations } = desired;
  const ids = new Set(configurations.map(({ id }) => id));
  return {
    own: configurations.flatMap((want) => {
      const have = live.find(({ id }) => id === want.id);
      if (have === undefined) return [];
      return [{ account, region, bucket, id: want.id, changes: compareConfigurations(want, have) }];
    }),
    sameDelivery: live.flatMap((have) => {
      const like = ids.has(have.id) ? undefined : configurations.find((want) => deliversTheSame(have, want));
      return like === undefined ? [] : [{ account, region, bucket, id: have.id, like: like.id }];
    }),
  };
}

/**
 * Whether a configuration reports at least what ours would: the same objects, as often, in the same format, with all our
 * fields. Where it delivers and how the report is encrypted does not matter: S3 bills the objects listed either way.
 */
export const deliversTheSame = (have: LiveConfiguration, want: DesiredConfiguration): boolean =>
  have.enabled &&
  want.enabled &&
  have.versions === want.versions &&
  (have.prefixFilter ?? '') === (want.prefixFilter ?? '') &&
  have.format === want.format &&
  have.frequency === want.frequency &&
  want.fields.every((field) => have.fields.includes(field));
