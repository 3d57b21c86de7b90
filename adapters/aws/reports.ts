import { createHash } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { ReportFiles } from '../../core/report/manifest';
import type { ReportKey } from '../../core/report/report-key';
import { type AwsAccess, awsCallError, clientOptions, withoutCallLog } from './aws';

/** Where reports are read. */
export interface ReportSource {
  /** Account that must own the destination bucket: 12 digits. */
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
   * A report's manifest and checksum, in two reads at the same time.
   *
   * @throws AwsCallError also where one of them is not there (yet): S3's order of writing them is not documented
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
    try {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ExpectedBucketOwner: account });
      const { Body, LastModified: modified } = await this.s3.send(command);
      return { content: Body === undefined ? new Uint8Array() : await Body.transformToByteArray(), modified };
    } catch (error) {
      throw awsCallError('GetObject', { account, region, bucket, resource: key }, error);
    }
  }
}

/** A client of S3 in one Region. S3's own checksums are not looked at: each manifest is compared with its own. */
export const s3Client = (access: AwsAccess) =>
  withoutCallLog(
    new S3Client({
      ...clientOptions(access),
      forcePathStyle: access.endpoint !== undefined,
      responseChecksumValidation: 'WHEN_REQUIRED',
    }),
  );
