import type { ConfigPath } from '../config/positions';
import type { Config } from '../config/schema';
import { selectBuckets } from '../organization/selection';
import type { AccountSnapshot, BucketSnapshot, OrganizationSnapshot } from '../organization/snapshot';
import {
  effectiveConfigurations,
  SETTINGS,
  type EffectiveConfiguration,
  type Setting,
  type Settings,
} from './effective-configuration';
import { hasTagOverrides } from '../organization/known-tags';
import { deliveryPrefix, destinationBucketName } from '../names/names';
import type { BucketFacts } from './override-match';

/** The configurations of a bucket and the source of each setting. */
export interface BucketExplanation {
  readonly bucket: string;
  /** 12 digits. */
  readonly account: string;
  readonly accountName: string;
  /** Path of the organizational unit that holds the account. */
  readonly path: string;
  readonly region: string;
  /** `undefined` where the snapshot does not know the tags. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  /** True where an override matches by tags and the tags of this bucket are unknown. */
  readonly lacksTags: boolean;
  /** The reason why the bucket gets no configuration; `undefined` where it gets one. */
  readonly skipped: Skipped | undefined;
  readonly configurations: readonly ExplainedConfiguration[];
}

export interface Skipped {
  /** The reason in words. */
  readonly reason: string;
  /** Path of the deciding setting; `undefined` where no setting decided. */
  readonly source: ConfigPath | undefined;
}

/** One configuration of a bucket. */
export interface ExplainedConfiguration {
  readonly id: string;
  /** S3 URI of the folder that gets the reports; ends in `/`. */
  readonly reports: string;
  /** The id, the settings and the destination prefix, in display order. */
  readonly values: readonly ExplainedValue[];
}

/** A value and the path of its setting. Where the file has nothing at this path, the value is the default. */
export interface ExplainedValue {
  readonly name: string;
  /** `undefined` for a setting without a value. */
  readonly value: Settings[Setting];
  readonly source: ConfigPath;
}

/** Explains every bucket of a name: one explanation per account that has such a bucket in the snapshot. */
export function explainBucket(config: Config, snapshot: OrganizationSnapshot, name: string): BucketExplanation[] {
  const configurationsOf = effectiveConfigurations(config);
  return snapshot.accounts.flatMap((account) => {
    const bucket = account.buckets.find((candidate) => candidate.name === name);
    if (bucket === undefined) return [];
    const facts = { ...bucket, account: account.id, path: account.path };
    const skipped = whySkipped(config, snapshot, account, bucket);
    return {
      bucket: name,
      account: account.id,
      accountName: account.name,
      path: account.path,
      region: bucket.region,
      tags: bucket.tags,
      lacksTags: hasTagOverrides(config) && bucket.tags === undefined,
      skipped,
      configurations: skipped ? [] : configurationsOf(facts).map((one) => explain(config, facts, one)),
    };
  });
}

function whySkipped(
  config: Config,
  { organization }: OrganizationSnapshot,
  account: AccountSnapshot,
  bucket: BucketSnapshot,
): Skipped | undefined {
  const [skipped] = selectBuckets(config, { organization, accounts: [{ ...account, buckets: [bucket] }] }).skipped;
  return skipped && { reason: skipped.reason, source: skipped.source };
}

function explain(
  { destination, inventory }: Config,
  { account, region, name }: BucketFacts,
  { id, settings, sources }: EffectiveConfiguration,
): ExplainedConfiguration {
  const prefix = deliveryPrefix(inventory.destinationPrefix, account);
  return {
    id,
    reports: `s3://${destinationBucketName(region, destination.account)}/${prefix}/${name}/${id}/`,
    values: [
      { name: 'id', value: id, source: sources.id },
      ...SETTINGS.map((setting) => ({ name: setting, value: settings[setting], source: sources[setting] })),
      {
        name: 'destinationPrefix',
        value: inventory.destinationPrefix,
        source: ['inventory', 'destinationPrefix'],
      },
    ],
  };
}
