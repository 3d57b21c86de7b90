import { paginateListDirectoryBuckets } from '@aws-sdk/client-s3';
import { byText } from '../../core/text/order';
import { abortedBy, awsCall } from './aws-call';
import type { AwsAccess } from './client-options';
import { s3Client } from './s3-client';

const PAGE_SIZE = 1000;

export interface ListDirectoryBucketsRequest {
  /** Credentials of the account, and the Region; a Region lists its own directory buckets only. */
  readonly access: AwsAccess;
  /** 12 digits; errors name it. */
  readonly account: string;
  readonly signal?: AbortSignal;
}

/**
 * Lists the names of an account's directory buckets in one Region, sorted: one ListDirectoryBuckets per 1,000.
 *
 * @throws AwsCallError where S3 refuses, or answers with buckets of another kind, as emulators do
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListDirectoryBuckets.html
 */
export async function listDirectoryBuckets({
  access,
  account,
  signal,
}: ListDirectoryBucketsRequest): Promise<string[]> {
  const client = s3Client(access);
  const call = { operation: 'ListDirectoryBuckets', target: { account, region: access.region } };
  const pages = paginateListDirectoryBuckets({ client, pageSize: PAGE_SIZE }, {}, abortedBy(signal));
  const names: string[] = [];
  try {
    await awsCall(call, async () => {
      for await (const { Buckets = [] } of pages) names.push(...Buckets.map(({ Name }) => directoryBucketName(Name)));
    });
  } finally {
    client.destroy();
  }
  return names.sort(byText);
}

/**
 * Returns a name that is a directory bucket's.
 *
 * @throws Error for another name
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html
 */
function directoryBucketName(name: string | undefined): string {
  if (name?.endsWith('--x-s3') === true) return name;
  throw Object.assign(new Error(`the answer names "${name ?? ''}", which is no directory bucket`), {
    name: 'UnexpectedAnswer',
  });
}
