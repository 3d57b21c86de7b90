import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { ReportKey } from '../../core/report/report-key';
import type { FoundReport } from '../../core/asset-register/found-report';
import { awsPages } from './aws-call';

/** The first digit of the year, until 2999: every folder of a manifest begins with it, unlike `data/` and `hive/`. */
const STAMPS_BEGIN = '2';
const CONTROL_FILE = /^([^/]+)\/manifest\.(json|checksum)$/;

/** A report by its control files; a listing of these does not tell if it has a `symlink.txt`. */
export type ListedReport = Omit<FoundReport, 'hasSymlink'>;

/** The folder of one bucket's reports in a destination bucket. */
export interface FolderPlace {
  readonly bucket: string;
  /** Account that must own the bucket: 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Ends in `/`. */
  readonly folder: string;
  /** Lists only keys that S3 sorts after this one. */
  readonly startAfter?: string;
}

/**
 * Lists the reports of a bucket, complete or not, oldest first. A report is found by the control files in its manifest's
 * folder. Costs one `ListObjectsV2`, and one more for each 500 reports.
 *
 * @throws AwsCallError where S3 refuses
 */
export async function reportsInFolder(s3: S3Client, place: FolderPlace): Promise<ListedReport[]> {
  const { bucket, account, region, folder, startAfter } = place;
  const request = {
    Bucket: bucket,
    Prefix: `${folder}${STAMPS_BEGIN}`,
    StartAfter: startAfter,
    ExpectedBucketOwner: account,
  };
  const found = new Map<string, ListedReport>();
  const call = { operation: 'ListObjectsV2', target: { account, region, bucket, resource: folder } };
  for await (const { Contents = [] } of awsPages(call, paginateListObjectsV2({ client: s3 }, request))) {
    for (const { Key = '', LastModified } of Contents) {
      const [, stamp, file] = CONTROL_FILE.exec(Key.slice(folder.length)) ?? [];
      if (stamp === undefined) continue;
      const completeSince = file === 'checksum' ? LastModified?.getTime() : found.get(stamp)?.completeSince;
      found.set(stamp, { stamp, completeSince });
    }
  }
  return [...found.values()];
}

/**
 * Lists the complete reports of a bucket that are newer than the given one, by the names of their manifests' folders. Costs
 * one `ListObjectsV2`, and one more for each 500 reports.
 *
 * @param source account (12 digits) that must own the destination bucket, and the bucket's Region
 * @throws AwsCallError where S3 refuses
 */
export async function newerReports(
  s3: S3Client,
  { destinationBucket: bucket, folder, manifestKey }: ReportKey,
  source: { readonly account: string; readonly region: string },
): Promise<string[]> {
  // The next folder's files come after the report's own manifest and checksum.
  const found = await reportsInFolder(s3, { ...source, bucket, folder, startAfter: manifestKey });
  return found.filter(({ completeSince }) => completeSince !== undefined).map(({ stamp }) => stamp);
}
