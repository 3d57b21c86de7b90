import { paginateListDirectoryBuckets, S3Client } from '@aws-sdk/client-s3';
import { byText } from '../../core/text/order';
import { awsCallError, clientOptions, type AwsAccess } from './aws';

const PAGE_SIZE = 1000;

export interface ListDirectoryBucketsRequest {
  /** Credentials of the account, and the Region to be asked: it knows its own directory buckets only. */
  readonly access: AwsAccess;
  /** 12 digits; errors name it. */
  readonly account: string;
  readonly signal?: AbortSignal;
}

/**
 * Names of the directory buckets of an account in one Region, sorted: one ListDirectoryBuckets per 1,000.
 *
 * @throws AwsCallError where S3 refuses, or answers with buckets of another kind, as emulators do
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListDirectoryBuckets.html
 */
export async function listDirectoryBuckets({
  access,
  account,
  signal,
}: ListDirectoryBucketsRequest): Promise<string[]> {
  const client = new S3Client({ ...clientOptions(access), forcePathStyle: access.endpoint !== undefined });
  const options = signal === undefined ? {} : { abortSignal: signal };
  const names: string[] = [];
  try {
    for await (const page of paginateListDirectoryBuckets({ client, pageSize: PAGE_SIZE }, {}, options)) {
      names.push(...(page.Buckets ?? []).map(({ Name }) => directoryBucketName(Name)));
    }
  } catch (error) {
    throw awsCallError('ListDirectoryBuckets', { account, region: access.region }, error);
  } finally {
    client.destroy();
  }
  return names.sort(byText);
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/directory-bucket-naming-rules.html */
function directoryBucketName(name: string | undefined): string {
  if (name?.endsWith('--x-s3') === true) return name;
  throw Object.assign(new Error(`the answer names "${name ?? ''}", which is no directory bucket`), {
    name: 'UnexpectedAnswer',
  });
}
