import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3BucketInventory } from '@cdktf/provider-aws/lib/s3-bucket-inventory';
import type { Construct } from 'constructs';
import type { DesiredConfiguration } from '../../core/inventory/desired-configuration';
import { checkBucketName } from '../errors';
import { literal } from './literal';

/** The buckets of one account and Region, and the desired configuration of each, all with the same id. */
export interface InventoryConfigurationsProps {
  readonly provider: AwsProvider;
  readonly desired: readonly { readonly bucket: string; readonly configuration: DesiredConfiguration }[];
}

/**
 * Adds one resource for all buckets, `aws_s3_bucket_inventory.<id>["<bucket>"]`. The settings are the values of its `for_each` map, so
 * an address depends on the bucket's name alone.
 *
 * @throws Orgs3Error if CDKTF cannot take a bucket's name
 */
export function inventoryConfigurations(
  scope: Construct,
  id: string,
  { provider, desired }: InventoryConfigurationsProps,
): S3BucketInventory {
  for (const { bucket } of desired) checkBucketName(bucket);
  const resource = new S3BucketInventory(scope, id, {
    provider,
    bucket: '${each.key}',
    name: '${each.value.id}',
    includedObjectVersions: '${each.value.versions}',
    schedule: { frequency: '${each.value.frequency}' },
    destination: {
      bucket: {
        bucketArn: '${each.value.destination_bucket_arn}',
        accountId: '${each.value.destination_account}',
        prefix: '${each.value.destination_prefix}',
        format: '${each.value.format}',
      },
    },
  });
  resource.addOverride('enabled', '${each.value.enabled}');
  resource.addOverride('optional_fields', '${each.value.fields}');
  // A filter without a prefix filters nothing, so the block exists only if there is a prefix.
  resource.addOverride('dynamic.filter', {
    for_each: '${compact([each.value.prefix_filter])}',
    content: { prefix: '${filter.value}' },
  });
  resource.addOverride('destination.bucket.dynamic.encryption', ENCRYPTION);
  resource.addOverride(
    'for_each',
    Object.fromEntries(desired.map(({ bucket, configuration }) => [literal(bucket), settings(configuration)])),
  );
  return resource;
}

/** The encryption block. Dynamic blocks let Terraform leave a block out for some buckets of the map. */
const ENCRYPTION = {
  for_each: '${[for type in [each.value.encryption] : type if type != "none"]}',
  content: {
    dynamic: {
      sse_s3: { for_each: '${[for type in [each.value.encryption] : type if type == "SSE-S3"]}', content: {} },
      sse_kms: { for_each: '${compact([each.value.kms_key_arn])}', content: { key_id: '${sse_kms.value}' } },
    },
  },
};

const settings = (configuration: DesiredConfiguration) => ({
  id: literal(configuration.id),
  enabled: configuration.enabled,
  format: configuration.format,
  frequency: configuration.frequency,
  versions: configuration.versions,
  fields: configuration.fields,
  prefix_filter: literal(configuration.prefixFilter ?? ''),
  destination_bucket_arn: configuration.destination.bucketArn,
  destination_account: configuration.destination.account,
  destination_prefix: literal(configuration.destination.prefix),
  ...encryptionSettings(configuration.encryption),
});

const encryptionSettings = (encryption: DesiredConfiguration['encryption']) =>
  typeof encryption === 'string'
    ? { encryption, kms_key_arn: '' }
    : { encryption: 'SSE-KMS', kms_key_arn: encryption.kmsKeyArn };
