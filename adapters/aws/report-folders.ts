import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { awsPages } from './aws-call';

/** The bucket of the folders. */
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
   * Lists the folders directly below a folder, as full keys that end in `/`: a page of 1000 per call, in S3's order. Nothing
   * where there is no such folder.
   *
   * @throws AwsCallError where S3 refuses
   * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html (CommonPrefixes)
   */
  async *below(folder: string): AsyncIterable<readonly string[]> {
    const { bucket, account, region } = this.source;
    const request = { Bucket: bucket, Prefix: folder, Delimiter: '/', ExpectedBucketOwner: account };
    const call = { operation: 'ListObjectsV2', target: { account, region, bucket, resource: folder } };
    const pages = paginateListObjectsV2({ client: this.s3 }, request);
    for await (const { CommonPrefixes = [] } of awsPages(call, pages))
      yield CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? []);
  }
}
