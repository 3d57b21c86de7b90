import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { ReportKey } from '../core/inventory/report-key';
import { awsCallError } from './aws';

/** All folders of manifests begin so, and neither `data/` nor `hive/` does: the year, until 2999. */
const STAMPS_BEGIN = '2';
const CHECKSUM = /^([^/]+)\/manifest\.checksum$/;

/**
 * The complete reports of a bucket that are newer than one, by the names of their manifests' folders: one `ListObjectsV2`, and one
 * more for each 500 of them.
 *
 * @param source account (12 digits) that must own the destination bucket, and its Region
 * @throws AwsCallError where S3 refuses
 */
export async function newerReports(
  s3: S3Client,
  { destinationBucket: bucket, folder, manifestKey }: ReportKey,
  source: { readonly account: string; readonly region: string },
): Promise<string[]> {
  const request = {
    Bucket: bucket,
    Prefix: `${folder}${STAMPS_BEGIN}`,
    // Behind the two files of the report's own folder.
    StartAfter: manifestKey,
    ExpectedBucketOwner: source.account,
  };
  const stamps: string[] = [];
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, request)) {
      stamps.push(...Contents.flatMap(({ Key = '' }) => CHECKSUM.exec(Key.slice(folder.length))?.[1] ?? []));
    }
  } catch (error) {
    throw awsCallError('ListObjectsV2', { ...source, bucket, resource: folder }, error);
  }
  return stamps;
}
