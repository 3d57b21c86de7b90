import {
  ListBucketInventoryConfigurationsCommand,
  type InventoryConfiguration,
  type InventoryEncryption,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LiveConfiguration } from '../../core/drift/live-configuration';
import type { SelectedBucket } from '../../core/organization/selection';
import { abortedBy, awsCall } from './aws-call';

/**
 * Lists every inventory configuration of a bucket: one call per 100 of them.
 *
 * @param client a client of the bucket's Region, with credentials of its account
 * @throws AwsCallError, with code `NoSuchBucket` where the bucket is no longer there
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBucketInventoryConfigurations.html
 */
export async function listInventoryConfigurations(
  client: S3Client,
  { account, region, bucket }: SelectedBucket,
  signal?: AbortSignal,
): Promise<LiveConfiguration[]> {
  const found: LiveConfiguration[] = [];
  const call = { operation: 'ListBucketInventoryConfigurations', target: { account, region, bucket } };
  let token: string | undefined;
  do {
    const command = new ListBucketInventoryConfigurationsCommand({
      Bucket: bucket,
      ExpectedBucketOwner: account,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    const page = await awsCall(call, () => client.send(command, abortedBy(signal)));
    found.push(...(page.InventoryConfigurationList ?? []).map(toLive));
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
  return found;
}

/** Converts a configuration of S3. Any part may be absent, although the SDK's types require it: anybody may have made it. */
function toLive(configuration: Partial<InventoryConfiguration>): LiveConfiguration {
  const { Destination, Filter, Schedule } = configuration;
  const { Bucket, AccountId, Prefix, Format, Encryption } = Destination?.S3BucketDestination ?? {};
  return {
    id: configuration.Id ?? '',
    enabled: configuration.IsEnabled === true,
    format: Format,
    frequency: Schedule?.Frequency,
    versions: configuration.IncludedObjectVersions,
    fields: configuration.OptionalFields ?? [],
    prefixFilter: Filter === undefined ? undefined : (Filter.Prefix ?? ''),
    destination: { bucketArn: Bucket, account: AccountId, prefix: Prefix },
    encryption: toEncryption(Encryption),
  };
}

function toEncryption(encryption: InventoryEncryption | undefined): LiveConfiguration['encryption'] {
  if (encryption === undefined) return 'none';
  if (encryption.SSES3 !== undefined) return 'SSE-S3';
  const kmsKeyArn = encryption.SSEKMS?.KeyId;
  return kmsKeyArn === undefined ? 'unknown' : { kmsKeyArn };
}
