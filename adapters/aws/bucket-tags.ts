import { GetBucketTaggingCommand } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { TagAnswer } from '../../core/discovery/bucket-tags';
import { byText } from '../../core/text/order';
import type { BucketSnapshot, BucketTags } from '../../core/organization/snapshot';
import { AwsCallError } from '../../core/errors';
import { abortedBy, awsCall } from './aws-call';
import type { AwsAccess } from './client-options';
import { s3Client } from './s3-client';

/** Calls at once in one account; several accounts are read at the same time. */
const CONCURRENCY = 8;

export interface ReadTagsRequest {
  /** Credentials of the account; each bucket is read in its own Region. */
  readonly access: Omit<AwsAccess, 'region'>;
  /** 12 digits; the buckets must belong to it. */
  readonly account: string;
  readonly buckets: readonly BucketSnapshot[];
  readonly signal?: AbortSignal;
}

/**
 * Reads the tags of an account's buckets, in their order: one GetBucketTagging per bucket, through one client per Region.
 * A bucket whose tags cannot be read becomes an answer with an error.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
 */
export async function readBucketTags({ access, account, buckets, signal }: ReadTagsRequest): Promise<TagAnswer[]> {
  const regions = [...new Set(buckets.map(({ region }) => region))];
  const clients = new Map(regions.map((region) => [region, s3Client({ ...access, region })]));
  const read = async (bucket: BucketSnapshot): Promise<TagAnswer> => {
    const { name, region } = bucket;
    const command = new GetBucketTaggingCommand({ Bucket: name, ExpectedBucketOwner: account });
    const call = {
      operation: 'GetBucketTagging',
      target: { account, region, bucket: name },
      expected: { NoSuchTagSet: undefined },
    };
    try {
      const answer = await awsCall(call, async () => clients.get(region)?.send(command, abortedBy(signal)));
      return { bucket, tags: ownTags(answer?.TagSet ?? []) };
    } catch (error) {
      if (error instanceof AwsCallError) return { bucket, error };
      throw error;
    }
  };
  try {
    return await pMap(buckets, read, { concurrency: CONCURRENCY, ...(signal === undefined ? {} : { signal }) });
  } finally {
    for (const client of clients.values()) client.destroy();
  }
}

/** Leaves out the tags that AWS sets: services add and remove them, not the bucket's owner. */
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
