import type { Config } from '../config/schema';
import type { Frequency, ObjectVersions, OptionalField, ReportFormat } from './fields';
import { OPTIONAL_FIELDS } from './fields';
import { bucketArn, deliveryPrefix, destinationBucketName } from './names';

/** The inventory configuration that a bucket ought to have, in S3's terms. */
export interface DesiredConfiguration {
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
  readonly encryption: 'SSE-S3';
}

/** Where a bucket is. */
export interface BucketPlace {
  readonly account: string;
  readonly region: string;
}

/**
 * What the configuration asks for on a bucket. Reports go to the destination bucket of the bucket's own Region, the only
 * one that S3 accepts.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 */
export function desiredConfiguration(
  { inventory, destination }: Config,
  { account, region }: BucketPlace,
): DesiredConfiguration {
  return {
    id: inventory.id,
    enabled: inventory.enabled,
    format: inventory.format,
    frequency: inventory.frequency,
    versions: inventory.versions,
    fields: OPTIONAL_FIELDS.filter((field) => inventory.fields.includes(field)),
    prefixFilter: inventory.prefixFilter,
    destination: {
      bucketArn: bucketArn(destinationBucketName(region, destination.account), region),
      account: destination.account,
      prefix: deliveryPrefix(inventory.destinationPrefix, account),
    },
    encryption: 'SSE-S3',
  };
}
