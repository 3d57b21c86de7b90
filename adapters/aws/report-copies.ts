import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { AwsCallError } from '../../core/errors';
import { regionOfDestination } from '../../core/names/names';
import { NOT_WHOLE_NEXT } from '../../core/report/data-files';
import type { ReportKey } from '../../core/report/report-key';
import { ReportRefusedError } from '../../core/report/report-refused';
import type { CopyCheck, CopyStore, FileCopy } from '../../core/asset-register/copy-report';
import { DAY } from '../../core/text/time';
import { awsCall } from './aws-call';
import { sizesBelow } from './object-sizes';

const MIB = 1024 ** 2;

/** Sizes that decide how a file is copied, in bytes. */
export interface CopySizes {
  /** A larger file is copied in parts. */
  readonly inOnePiece: number;
  readonly part: number;
}

/**
 * Limits of S3: up to 5 GB in one call, and up to 10,000 parts per file.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/CopyingObjectsMPUapi.html
 */
const COPY_SIZES: CopySizes = { inOnePiece: 5_000_000_000, part: 512 * MIB };
const MOST_PARTS = 10_000;
/** Parts of a file that are copied at once. */
const CONCURRENCY = 8;

/** The bucket for the copies, and clients for the buckets that files come from. */
export interface CopiesPlace {
  readonly bucket: string;
  /** Account that owns the register's bucket and the destination buckets: 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Returns a client of S3 in the Region of a destination bucket. */
  readonly sourceClient: (destinationBucket: string) => S3Client;
}

interface Found {
  readonly size: number;
  /** Entity tag with its quotes; changes with the content. */
  readonly eTag: string;
  /** Hex MD5 of the content; `undefined` where the entity tag is none: with KMS, or for an upload in parts. */
  readonly md5: string | undefined;
}

/** Copies reports into the asset register's bucket. S3 copies from bucket to bucket; no file is downloaded. */
export class ReportCopies implements CopyStore, CopyCheck {
  readonly bucket: string;

  constructor(
    private readonly s3: S3Client,
    private readonly place: CopiesPlace,
    private readonly sizes: CopySizes = COPY_SIZES,
    /** Epoch milliseconds. */
    private readonly now: () => number = Date.now,
  ) {
    this.bucket = place.bucket;
  }

  /** Lists the key: for a missing object, S3 answers `AccessDenied` to a reader that may list some prefixes only. */
  async exists(key: string): Promise<boolean> {
    const { bucket: Bucket, account: ExpectedBucketOwner } = this.place;
    const request = { Bucket, ExpectedBucketOwner, Prefix: key, MaxKeys: 1 };
    const { Contents = [] } = await awsCall(this.callOf('ListObjectsV2', key), () =>
      this.s3.send(new ListObjectsV2Command(request)),
    );
    return Contents.some(({ Key }) => Key === key);
  }

  sizesBelow(folder: string): Promise<ReadonlyMap<string, number>> {
    return sizesBelow(this.s3, { ...this.place, folder });
  }

  recent(folder: string): Promise<ReadonlyMap<string, number>> {
    return sizesBelow(this.s3, { ...this.place, folder, modifiedAfter: this.now() - DAY });
  }

  async write(key: string, text: string): Promise<void> {
    const { bucket: Bucket, account: ExpectedBucketOwner } = this.place;
    const request = { Bucket, ExpectedBucketOwner, Key: key, Body: text, ContentType: 'text/plain' };
    await awsCall(this.callOf('PutObject', key), () => this.s3.send(new PutObjectCommand(request)));
  }

  /**
   * Copies a file and checks the copy. `CopySourceIfMatch` makes sure that the file is still the one that was checked. Costs
   * two `HeadObject` and one `CopyObject`; for a file in parts, one call per part and two more instead of the latter.
   */
  async copy(file: FileCopy, report: ReportKey): Promise<void> {
    const { source, key } = file;
    const found = await this.check(file, report);
    if (found.size <= this.sizes.inOnePiece) await this.copyWhole(file, found);
    else await this.copyInParts(file, found);
    check(report, source.key, await this.head(this.s3, this.bucket, key), source);
  }

  /** Compares a file that is to be copied with the manifest: one `HeadObject`. */
  async check({ source, sourceBucket }: FileCopy, report: ReportKey): Promise<Found> {
    const found = await this.headIfThere(this.place.sourceClient(sourceBucket), sourceBucket, source.key);
    if (found === undefined)
      throw new ReportRefusedError(report.manifestKey, `its data file ${source.key} is gone`, { next: NOT_WHOLE_NEXT });
    check(report, source.key, found, source);
    return found;
  }

  private async copyWhole({ sourceBucket, source, key }: FileCopy, { eTag }: Found): Promise<void> {
    const command = new CopyObjectCommand({
      ...this.target(key),
      ...this.copySource(sourceBucket, source.key, eTag),
      // Copying tags needs more permissions, and S3's reports have none.
      TaggingDirective: 'REPLACE',
    });
    await awsCall(this.callOf('CopyObject', key), () => this.s3.send(command));
  }

  private async copyInParts({ sourceBucket, source, key }: FileCopy, { eTag, size }: Found): Promise<void> {
    const target = this.target(key);
    const { UploadId } = await awsCall(this.callOf('CreateMultipartUpload', key), () =>
      this.s3.send(new CreateMultipartUploadCommand(target)),
    );
    const copyPart = async ([first, last]: readonly [number, number], index: number) => {
      const PartNumber = index + 1;
      const command = new UploadPartCopyCommand({
        ...target,
        ...this.copySource(sourceBucket, source.key, eTag),
        UploadId,
        PartNumber,
        CopySourceRange: `bytes=${first}-${last}`,
      });
      const { CopyPartResult } = await awsCall(this.callOf('UploadPartCopy', key), () => this.s3.send(command));
      return { PartNumber, ETag: CopyPartResult?.ETag };
    };
    try {
      const Parts = await pMap(ranges(size, this.sizes.part), copyPart, { concurrency: CONCURRENCY });
      await awsCall(this.callOf('CompleteMultipartUpload', key), () =>
        this.s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } })),
      );
    } catch (error) {
      await this.abort({ ...target, UploadId });
      throw error;
    }
  }

  /** Ends an upload. A refusal is ignored: the bucket's lifecycle rule ends uploads, too. */
  private async abort(upload: { Bucket: string; Key: string; UploadId: string | undefined }): Promise<void> {
    try {
      await this.s3.send(new AbortMultipartUploadCommand(upload));
    } catch {
      return;
    }
  }

  /** `undefined` where there is no such object. */
  private async headIfThere(s3: S3Client, bucket: string, key: string): Promise<Found | undefined> {
    try {
      return await this.head(s3, bucket, key);
    } catch (error) {
      if (error instanceof AwsCallError && /^(NotFound|NoSuchKey)$/.test(error.code)) return undefined;
      throw error;
    }
  }

  private async head(s3: S3Client, bucket: string, key: string): Promise<Found> {
    const request = { Bucket: bucket, Key: key, ExpectedBucketOwner: this.place.account };
    const {
      ContentLength = -1,
      ETag = '',
      ServerSideEncryption = 'AES256',
    } = await awsCall(this.callOf('HeadObject', key, bucket), () => s3.send(new HeadObjectCommand(request)));
    const md5 = /^"([0-9a-f]{32})"$/.exec(ETag)?.[1];
    return { size: ContentLength, eTag: ETag, md5: ServerSideEncryption === 'AES256' ? md5 : undefined };
  }

  private target(key: string) {
    return {
      Bucket: this.place.bucket,
      Key: key,
      ExpectedBucketOwner: this.place.account,
    };
  }

  private copySource(bucket: string, key: string, eTag: string) {
    return {
      CopySource: `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
      CopySourceIfMatch: eTag,
      ExpectedSourceBucketOwner: this.place.account,
    };
  }

  private callOf(operation: string, key: string, bucket = this.place.bucket) {
    const { account, region } = this.place;
    const target = { account, region: regionOfDestination(bucket) ?? region, bucket, resource: key };
    return { operation, target };
  }
}

/** Divides a file into parts: first and last byte of each. */
function ranges(size: number, part: number): [number, number][] {
  const step = Math.max(part, Math.ceil(size / MOST_PARTS));
  return Array.from({ length: Math.ceil(size / step) }, (_, index) => [
    index * step,
    Math.min(size, (index + 1) * step) - 1,
  ]);
}

/**
 * Compares a file, or its copy, with its entry in the manifest.
 *
 * @throws ReportRefusedError where size or MD5 differ
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html (entity tags that are the content's MD5)
 */
function check(report: ReportKey, key: string, found: Found, said: FileCopy['source']): void {
  const next =
    'Wait for the next try. If the report stays refused, wait for the next report, and find out who besides S3 writes into the destination bucket.';
  if (found.size !== said.size)
    throw new ReportRefusedError(report.manifestKey, `says ${key} has ${said.size} bytes, but it has ${found.size}`, {
      next,
    });
  if (found.md5 !== undefined && found.md5 !== said.md5.toLowerCase())
    throw new ReportRefusedError(report.manifestKey, `says ${key} has the MD5 ${said.md5}, but it has ${found.md5}`, {
      next,
    });
}
