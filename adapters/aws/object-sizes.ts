import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { awsPages } from './aws-call';

/** A folder of a bucket, or all keys that begin with a text. */
export interface ListedFolder {
  readonly bucket: string;
  /** Account that must own the bucket: 12 digits. */
  readonly account: string;
  readonly region: string;
  /** A folder ends in `/`. */
  readonly folder: string;
  /** Lists only objects that were written later: epoch milliseconds. */
  readonly modifiedAfter?: number;
}

/**
 * Lists the objects of a folder: sizes in bytes, by key. Costs one `ListObjectsV2` per 1000 objects of the folder.
 *
 * @throws AwsCallError where S3 refuses
 */
export async function sizesBelow(
  s3: S3Client,
  { bucket, account, region, folder, modifiedAfter = -Infinity }: ListedFolder,
): Promise<ReadonlyMap<string, number>> {
  const request = { Bucket: bucket, ExpectedBucketOwner: account, Prefix: folder };
  const call = { operation: 'ListObjectsV2', target: { account, region, bucket, resource: folder } };
  const found = new Map<string, number>();
  for await (const { Contents = [] } of awsPages(call, paginateListObjectsV2({ client: s3 }, request))) {
    for (const { Key = '', Size = -1, LastModified } of Contents)
      if ((LastModified?.getTime() ?? 0) > modifiedAfter) found.set(Key, Size);
  }
  return found;
}
