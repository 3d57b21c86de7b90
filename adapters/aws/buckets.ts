import { type Bucket, GetBucketLocationCommand, paginateListBuckets, type S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { sortedBy } from '../../core/text/order';
import type { BucketSnapshot } from '../../core/organization/snapshot';
import { abortedBy, awsCall, awsCallError, awsPages } from './aws-call';
import type { AwsAccess } from './client-options';
import { s3ClientForAllRegions } from './s3-client';

/** The most that one page holds. S3 names a bucket's Region only where the call has a parameter, and this one suffices. */
const PAGE_SIZE = 10_000;
const LOCATION_CONCURRENCY = 8;

export interface ListBucketsRequest {
  /** Credentials of the account, and the Region whose endpoint is called; any Region lists the buckets of all. */
  readonly access: AwsAccess;
  /** 12 digits; errors name it. */
  readonly account: string;
  readonly signal?: AbortSignal;
}

/**
 * Lists every general purpose bucket of an account, sorted by name: one ListBuckets per 10,000 buckets, and one
 * GetBucketLocation for each bucket whose Region the list does not name.
 *
 * @throws AwsCallError where S3 refuses, or where the credentials cannot be fetched
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export async function listBuckets({ access, account, signal }: ListBucketsRequest): Promise<BucketSnapshot[]> {
  const client = s3ClientForAllRegions(access);
  const call: Call = { client, account, options: abortedBy(signal) };
  try {
    const listed = await listAll(call);
    const buckets = await pMap(listed, (bucket) => locate(call, bucket), { concurrency: LOCATION_CONCURRENCY });
    return sortedBy(
      buckets.filter((bucket) => bucket !== undefined),
      ({ name }) => name,
    );
  } finally {
    client.destroy();
  }
}

interface Call {
  readonly client: S3Client;
  readonly account: string;
  readonly options: { readonly abortSignal?: AbortSignal };
}

async function listAll({ client, account, options }: Call): Promise<Bucket[]> {
  const listed: Bucket[] = [];
  const pages = paginateListBuckets({ client, pageSize: PAGE_SIZE }, {}, options);
  for await (const { Buckets = [] } of awsPages({ operation: 'ListBuckets', target: { account } }, pages))
    listed.push(...Buckets);
  return listed;
}

async function locate(
  call: Call,
  { Name: name, BucketRegion, CreationDate }: Bucket,
): Promise<BucketSnapshot | undefined> {
  if (name === undefined)
    throw awsCallError('ListBuckets', { account: call.account }, new Error('a bucket has no name'));
  const region = BucketRegion ?? (await getLocation(call, name));
  if (region === undefined) return undefined;
  return { name, region, ...(CreationDate === undefined ? {} : { created: CreationDate.toISOString() }) };
}

/** Reads a bucket's Region; `undefined` where the bucket was deleted after the listing. */
async function getLocation({ client, account, options }: Call, bucket: string): Promise<string | undefined> {
  const call = {
    operation: 'GetBucketLocation',
    target: { account, bucket },
    expected: { NoSuchBucket: undefined },
  };
  const command = new GetBucketLocationCommand({ Bucket: bucket });
  const answer = await awsCall(call, () => client.send(command, options));
  return answer === undefined ? undefined : regionOfLocation(answer.LocationConstraint);
}

/**
 * The Region of a location constraint.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html (none means us-east-1, EU means eu-west-1)
 */
export function regionOfLocation(location: string | undefined): string {
  if (location === undefined || location === '') return 'us-east-1';
  return location === 'EU' ? 'eu-west-1' : location;
}
