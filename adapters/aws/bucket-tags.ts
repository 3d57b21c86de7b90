import { GetBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { TagAnswer } from '../../core/discovery/bucket-tags';
import { byText } from '../../core/text/order';
import type { BucketSnapshot, BucketTags } from '../../core/organization/snapshot';
import { awsCallError, clientOptions, type AwsAccess } from './aws';

/** One account is read by this many calls at once; several accounts are read at the same time. */
const CONCURRENCY = 8;

export interface ReadTagsRequest {
  /** Credentials of the account; each bucket is asked in its own Region. */
  readonly access: Omit<AwsAccess, 'region'>;
  /** 12 digits; the buckets must belong to it. */
  readonly account: string;
  readonly buckets: readonly BucketSnapshot[];
  readonly signal?: AbortSignal;
}

/**
 * The tags of an account's buckets, in their order: one GetBucketTagging per bucket, through one client per Region. A
 * bucket that refuses becomes an answer of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
 */
export async function readBucketTags({ access, account, buckets, signal }: ReadTagsRequest): Promise<TagAnswer[]> {
  const options = signal === undefined ? {} : { abortSignal: signal };
  const regions = [...new Set(buckets.map(({ region }) => region))];
  const clients = new Map(regions.map((region) => [region, s3Client({ ...access, region })]));
  const read = async (bucket: BucketSnapshot): Promise<TagAnswer> => {
    const { name, region } = bucket;
    const command = new GetBucketTaggingCommand({ Bucket: name, ExpectedBucketOwner: account });
    try {
      const answer = await clients.get(region)?.send(command, options);
      return { bucket, tags: ownTags(answer?.TagSet ?? []) };
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchTagSet') return { bucket, tags: {} };
      return { bucket, error: awsCallError('GetBucketTagging', { account, region, bucket: name }, error) };
    }
  };
  try {
    return await pMap(buckets, read, { concurrency: CONCURRENCY, ...(signal === undefined ? {} : { signal }) });
  } finally {
    for (const client of clients.values()) client.destroy();
  }
}

const s3Client = (access: AwsAccess) =>
  new S3Client({ ...clientOptions(access), forcePathStyle: access.endpoint !== undefined });

/** Without those that AWS sets: they are no choice of the owner and come and go with services. */
const ownTags = (
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
): BucketTags =>
  Object.fromEntries(
    tags
      .flatMap(({ Key, Value = '' }): [string, string][] =>
        Key === undefined || Key.startsWith('aws:') ? [] : [[Key, Value]],
      )
      .sort(([a], [b]) => byText(a, b)),
  );
