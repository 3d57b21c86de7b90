import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { awsCallError } from './aws';

/** Whose folders are listed. */
export interface FolderSource {
  /** The destination bucket. */
  readonly bucket: string;
  /** Account that must own it: 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** Lists the folders of a destination bucket. */
export class ReportFolders {
  constructor(
    private readonly s3: S3Client,
    private readonly source: FolderSource,
  ) {}

  /**
   * Folders directly below a folder, each whole and ending in `/`: a page of 1000 a call, in S3's order. Nothing for a folder
   * that is not there.
   *
   * @throws AwsCallError where S3 refuses
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html (CommonPrefixes)
   */
  async *below(folder: string): AsyncIterable<readonly string[]> {
    const { bucket, account, region } = this.source;
    const request = { Bucket: bucket, Prefix: folder, Delimiter: '/', ExpectedBucketOwner: account };
    try {
      for await (const { CommonPrefixes = [] } of paginateListObjectsV2({ client: this.s3 }, request)) {
        yield CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? []);
      }
    } catch (error) {
      throw awsCallError('ListObjectsV2', { account, region, bucket, resource: folder }, error);
    }
  }
}
