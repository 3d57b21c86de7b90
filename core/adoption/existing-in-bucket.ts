import { compareConfigurations, type FieldChange } from '../drift/compare-configurations';
import type { LiveConfiguration } from '../drift/live-configuration';
import type { DesiredBucket } from '../inventory/desired-buckets';
import type { DesiredConfiguration } from '../inventory/desired-configuration';
import type { ExistingConfiguration } from './existing-configuration';

/** An existing configuration with the id of a desired one. */
export interface OwnConfiguration extends ExistingConfiguration {
  /** Differences from the desired configuration; Terraform changes them after the import. */
  readonly changes: readonly FieldChange[];
}

/** A configuration of another owner that delivers the same report as a desired one. */
export interface SameDelivery extends ExistingConfiguration {
  /** Id of the desired configuration. */
  readonly like: string;
}

/** Existing configurations of a bucket that matter for the adoption. All others are ignored. */
export interface ExistingInBucket {
  /** In the order of the desired configurations. */
  readonly own: readonly OwnConfiguration[];
  /** In the order of S3. */
  readonly sameDelivery: readonly SameDelivery[];
}

/** Finds the configurations of a bucket that have our ids, and those that deliver the same reports as ours. */
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
 * True where a configuration reports at least as much as ours: the same objects, the same frequency and format, and all our
 * fields. Destination and encryption are not compared: S3 bills the listed objects in any case.
 */
export const deliversTheSame = (have: LiveConfiguration, want: DesiredConfiguration): boolean =>
  have.enabled &&
  want.enabled &&
  have.versions === want.versions &&
  (have.prefixFilter ?? '') === (want.prefixFilter ?? '') &&
  have.format === want.format &&
  have.frequency === want.frequency &&
  want.fields.every((field) => have.fields.includes(field));
