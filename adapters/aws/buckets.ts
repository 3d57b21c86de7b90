import { GetBucketLocationCommand, paginateListBuckets, S3Client, type Bucket } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { sortedBy } from '../../core/text/order';
import type { BucketSnapshot } from '../../core/organization/snapshot';
import { awsCallError, clientOptions, type AwsAccess } from './aws';

/** The most that one page holds; S3 names a bucket's Region only where a parameter is sent, and this one suffices. */
const PAGE_SIZE = 10_000;
const LOCATION_CONCURRENCY = 8;

export interface ListBucketsRequest {
  /** Credentials of the account, and the Region whose endpoint is asked; any Region lists the buckets of all. */
  readonly access: AwsAccess;
  /** 12 digits; errors name it. */
  readonly account: string;
  readonly signal?: AbortSignal;
}

/**
 * Every general purpose bucket of an account, sorted by name: one ListBuckets per 10,000 buckets, and one
 * GetBucketLocation for each bucket whose Region the list does not say.
 *
 * @throws AwsCallError where S3 refuses; that of the credentials' provider passes as it is
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
export async function listBuckets({ access, account, signal }: ListBucketsRequest): Promise<BucketSnapshot[]> {
  const client = new S3Client({
    ...clientOptions(access),
    forcePathStyle: access.endpoint !== undefined,
    followRegionRedirects: true,
  });
  const call: Call = { client, account, options: signal === undefined ? {} : { abortSignal: signal } };
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
  try {
    for await (const page of paginateListBuckets({ client, pageSize: PAGE_SIZE }, {}, options)) {
      listed.push(...(page.Buckets ?? []));
    }
  } catch (error) {
    throw awsCallError('ListBuckets', { account }, error);
  }
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

/** A bucket's Region, or `undefined` where it was deleted since the listing. */
async function getLocation({ client, account, options }: Call, bucket: string): Promise<string | undefined> {
  try {
    const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket: bucket }), options);
    return regionOfLocation(LocationConstraint);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return undefined;
    throw awsCallError('GetBucketLocation', { account, bucket }, error);
  }
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
