import type { ConfigPath } from '../config/places';
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
import { asksForTags } from '../organization/known-tags';
import { deliveryPrefix, destinationBucketName } from '../names/names';
import type { BucketFacts } from './override-match';

/** What a bucket gets and why. */
export interface BucketExplanation {
  readonly bucket: string;
  /** 12 digits. */
  readonly account: string;
  readonly accountName: string;
  /** Path of the organizational unit that holds the account. */
  readonly path: string;
  readonly region: string;
  /** `undefined` where the snapshot does not know them. */
  readonly tags: Readonly<Record<string, string>> | undefined;
  /** Some override asks for tags, and those of this bucket are not known. */
  readonly lacksTags: boolean;
  /** Why the bucket gets no configuration; `undefined` where it gets some. */
  readonly skipped: Skipped | undefined;
  readonly configurations: readonly ExplainedConfiguration[];
}

export interface Skipped {
  /** In words. */
  readonly reason: string;
  /** What decided it in the configuration; `undefined` where that did not. */
  readonly source: ConfigPath | undefined;
}

/** One configuration of a bucket. */
export interface ExplainedConfiguration {
  readonly id: string;
  /** Where the reports come to lie; ends in `/`. */
  readonly reports: string;
  /** The id, the settings and the destination prefix, in the order to show them. */
  readonly values: readonly ExplainedValue[];
}

/** A value and where the configuration decides it. Nothing need stand there: the value is then the default. */
export interface ExplainedValue {
  readonly name: string;
  /** `undefined` where there is none. */
  readonly value: Settings[Setting];
  readonly source: ConfigPath;
}

/** What the configuration comes to on every bucket of this name: one answer per account in which the snapshot has it. */
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
      lacksTags: asksForTags(config) && bucket.tags === undefined,
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
