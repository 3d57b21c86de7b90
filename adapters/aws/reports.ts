import { createHash } from 'node:crypto';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ReportFiles } from '../../core/report/manifest';
import type { ReportKey } from '../../core/report/report-key';
import { awsCall } from './aws-call';

/** The owner and the Region of the destination buckets that are read. */
export interface ReportSource {
  /** Account that must own them: 12 digits. */
  readonly destinationAccount: string;
  readonly region: string;
}

interface StoredObject {
  readonly content: Uint8Array;
  readonly modified: Date | undefined;
}

/** Reads reports' control files from a destination bucket. */
export class ReportsClient {
  constructor(
    private readonly s3: S3Client,
    private readonly source: ReportSource,
  ) {}

  /**
   * Reads a report's manifest and checksum, both at the same time.
   *
   * @throws AwsCallError, also where one of them is missing or not yet written: S3 does not document the order of writing
   */
  async read(key: ReportKey): Promise<ReportFiles> {
    const [manifest, checksum] = await Promise.all([
      this.object(key.destinationBucket, key.manifestKey),
      this.object(key.destinationBucket, key.checksumKey),
    ]);
    return {
      manifest: Buffer.from(manifest.content).toString('utf8'),
      manifestMd5: createHash('md5').update(manifest.content).digest('hex'),
      checksum: Buffer.from(checksum.content).toString('utf8'),
      completeSince: checksum.modified?.getTime(),
    };
  }

  private async object(bucket: string, key: string): Promise<StoredObject> {
    const { destinationAccount: account, region } = this.source;
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, ExpectedBucketOwner: account });
    return awsCall({ operation: 'GetObject', target: { account, region, bucket, resource: key } }, async () => {
      const { Body, LastModified: modified } = await this.s3.send(command);
      return { content: Body === undefined ? new Uint8Array() : await Body.transformToByteArray(), modified };
    });
  }
}
