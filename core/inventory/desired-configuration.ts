import type { Config } from '../config/schema';
import { effectiveConfigurations, type EffectiveConfiguration } from './effective-configuration';
import { reportEncryption, type ReportEncryption } from './encryption';
import type { Frequency, ObjectVersions, OptionalField, ReportFormat } from '../report/fields';
import { OPTIONAL_FIELDS } from '../report/fields';
import { bucketArn, deliveryPrefix, destinationBucketName } from '../names/names';
import type { BucketFacts } from './override-match';

/** A desired inventory configuration of a bucket, in S3's terms. */
export interface DesiredConfiguration {
  /** Unique among the configurations of a bucket. */
  readonly id: string;
  readonly enabled: boolean;
  readonly format: ReportFormat;
  readonly frequency: Frequency;
  readonly versions: ObjectVersions;
  /** In the order of the report's columns. */
  readonly fields: readonly OptionalField[];
  /** Prefix of the object keys to list; `undefined` lists all. */
  readonly prefixFilter: string | undefined;
  readonly destination: {
    readonly bucketArn: string;
    /** Owner of the destination bucket: 12 digits. Without it, S3 would not check the owner. */
    readonly account: string;
    /** No slash at the end. */
    readonly prefix: string;
  };
  readonly encryption: ReportEncryption;
}

/**
 * The desired configurations of a bucket: the main one first, then the additional ones. Reports go to the destination bucket in
 * the bucket's own Region, since S3 accepts no other Region. Compiles the configuration once; the returned function serves any
 * number of buckets.
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
