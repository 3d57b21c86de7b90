import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { ReportKey } from '../../core/report/report-key';
import type { FoundReport } from '../../core/asset-register/found-report';
import { awsCallError } from './aws';

/** All folders of manifests begin so, and neither `data/` nor `hive/` does: the year, until 2999. */
const STAMPS_BEGIN = '2';
const CONTROL_FILE = /^([^/]+)\/manifest\.(json|checksum)$/;

/** A folder of a destination bucket. */
export interface FolderPlace {
  readonly bucket: string;
  /** Account that must own the bucket: 12 digits. */
  readonly account: string;
  readonly region: string;
  /** The folder of a bucket's reports; ends in `/`. */
  readonly folder: string;
  /** Only what S3 sorts behind this key. */
  readonly startAfter?: string;
}

/**
 * The reports of a bucket, complete or not, oldest first, by the control files in their manifests' folders: one `ListObjectsV2`,
 * and one more for each 500 of them.
 *
 * @throws AwsCallError where S3 refuses
 */
export async function reportsInFolder(s3: S3Client, place: FolderPlace): Promise<FoundReport[]> {
  const { bucket, account, region, folder, startAfter } = place;
  const request = {
    Bucket: bucket,
    Prefix: `${folder}${STAMPS_BEGIN}`,
    StartAfter: startAfter,
    ExpectedBucketOwner: account,
  };
  const found = new Map<string, FoundReport>();
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, request)) {
      for (const { Key = '', LastModified } of Contents) {
        const [, stamp, file] = CONTROL_FILE.exec(Key.slice(folder.length)) ?? [];
        if (stamp === undefined) continue;
        const completeSince = file === 'checksum' ? LastModified?.getTime() : found.get(stamp)?.completeSince;
        found.set(stamp, { stamp, completeSince });
      }
    }
  } catch (error) {
    throw awsCallError('ListObjectsV2', { account, region, bucket, resource: folder }, error);
  }
  return [...found.values()];
}

/**
 * Names of the manifests' folders of the complete reports of a bucket that are newer than one: one `ListObjectsV2`, and one more
 * for each 500 of them.
 *
 * @param source account (12 digits) that must own the destination bucket, and its Region
 * @throws AwsCallError where S3 refuses
 */
export async function newerReports(
  s3: S3Client,
  { destinationBucket: bucket, folder, manifestKey }: ReportKey,
  source: { readonly account: string; readonly region: string },
): Promise<string[]> {
  // Behind the two files of the report's own folder.
  const found = await reportsInFolder(s3, { ...source, bucket, folder, startAfter: manifestKey });
  return found.filter(({ completeSince }) => completeSince !== undefined).map(({ stamp }) => stamp);
}
