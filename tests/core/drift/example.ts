import type { Difference } from '../../../core/drift/difference';
import type { LiveConfiguration } from '../../../core/drift/live-configuration';
import type { DesiredConfiguration } from '../../../core/inventory/desired-configuration';
import { desiredConfigurations } from '../../../core/inventory/desired-configuration';
import { exampleConfig } from '../organization/example';

/** A bucket. */
export const place = { account: '111111111111', region: 'eu-west-1', bucket: 'logs' };

/** The destination bucket of its Region. */
export const destinationArn = 'arn:aws:s3:::s3inventory-eu-west-1-000000000002';

/** A desired configuration. */
export const desired: DesiredConfiguration = {
  id: 'organization-inventory',
  enabled: true,
  format: 'Parquet',
  frequency: 'Daily',
  versions: 'Current',
  fields: ['Size', 'ETag', 'StorageClass'],
  prefixFilter: undefined,
  destination: { bucketArn: destinationArn, account: '000000000002', prefix: 'inventory/111111111111' },
  encryption: 'SSE-S3',
};

/** The same configuration as stored in S3. */
export const live: LiveConfiguration = { ...desired, fields: ['StorageClass', 'ETag', 'Size'] };

/** The live configuration of a bucket with default settings. */
export const liveDefaults = (account: string, name: string, region = 'eu-west-1'): LiveConfiguration[] =>
  desiredConfigurations(exampleConfig())({ account, path: '/', region, name });

/** An unreadable bucket and an unreadable account. */
export const unreadable = {
  kind: 'unreadable',
  ...place,
  buckets: 1,
  error: { operation: 'ListBucketInventoryConfigurations', code: 'AccessDenied', message: 'Access Denied' },
  next: 'allow it',
} as const satisfies Difference;
export const unreadableAccount = {
  ...unreadable,
  region: null,
  bucket: null,
  buckets: 12,
  error: { operation: 'AssumeRole', code: 'AccessDenied', message: 'not authorized' },
} as const satisfies Difference;
