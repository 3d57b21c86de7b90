import type { Config } from '../config/schema';
import { effectiveConfigurations, type EffectiveConfiguration } from './effective-configuration';
import { reportEncryption, type ReportEncryption } from './encryption';
import type { Frequency, ObjectVersions, OptionalField, ReportFormat } from '../report/fields';
import { OPTIONAL_FIELDS } from '../report/fields';
import { bucketArn, deliveryPrefix, destinationBucketName } from '../names/names';
import type { BucketFacts } from './override-match';

/** An inventory configuration that a bucket ought to have, in S3's terms. */
export interface DesiredConfiguration {
  /** Unique among the configurations of a bucket. */
  readonly id: string;
  readonly enabled: boolean;
  readonly format: ReportFormat;
  readonly frequency: Frequency;
  readonly versions: ObjectVersions;
  /** In the order of the report's columns. */
  readonly fields: readonly OptionalField[];
  /** Only keys that start with this are listed; `undefined` lists all. */
  readonly prefixFilter: string | undefined;
  readonly destination: {
    readonly bucketArn: string;
    /** 12 digits; without it S3 would not check who owns the bucket. */
    readonly account: string;
    /** No slash at the end. */
    readonly prefix: string;
  };
  readonly encryption: ReportEncryption;
}

/**
 * What the configuration asks for on a bucket: the main configuration first, then the additional ones. Reports go to the
 * destination bucket of the bucket's own Region, the only one that S3 accepts. Compiles the configuration once; the answer
 * is for any number of buckets.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 */
export function desiredConfigurations(config: Config): (bucket: BucketFacts) => DesiredConfiguration[] {
  const configurationsOf = effectiveConfigurations(config);
  return (bucket) => configurationsOf(bucket).map((effective) => inTermsOfS3(config, bucket, effective));
}

function inTermsOfS3(
  { inventory, destination }: Config,
  { account, region }: BucketFacts,
  { id, settings }: EffectiveConfiguration,
): DesiredConfiguration {
  const { fields, encryption, ...same } = settings;
  return {
    id,
    ...same,
    fields: OPTIONAL_FIELDS.filter((field) => fields.includes(field)),
    destination: {
      bucketArn: bucketArn(destinationBucketName(region, destination.account), region),
      account: destination.account,
      prefix: deliveryPrefix(inventory.destinationPrefix, account),
    },
    encryption: reportEncryption(encryption, region),
  };
}
