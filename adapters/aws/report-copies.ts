import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { regionOfDestination } from '../../core/names/names';
import type { ReportKey } from '../../core/report/report-key';
import { ReportRefusedError } from '../../core/report/report-refused';
import type { CopyCheck, CopyStore, FileCopy } from '../../core/asset-register/copy-report';
import { DAY } from '../../core/text/time';
import { awsCallError } from './aws';

const MIB = 1024 ** 2;

/** How files are copied; the sizes are in bytes. */
export interface CopySizes {
  /** A larger file is copied in parts. */
  readonly inOnePiece: number;
  readonly part: number;
}

/**
 * S3 copies up to 5 GB in one call, and up to 10,000 parts of a file.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/CopyingObjectsMPUapi.html
 */
const COPY_SIZES: CopySizes = { inOnePiece: 5_000_000_000, part: 512 * MIB };
const MOST_PARTS = 10_000;
/** Parts of a file copied at once. */
const CONCURRENCY = 8;

/** Where copies are kept, and where files come from. */
export interface CopiesPlace {
  readonly bucket: string;
  /** Owns the register's bucket and the destination buckets: 12 digits. */
  readonly account: string;
  readonly region: string;
  /** A client of S3 in the Region of a destination bucket. */
  readonly sourceClient: (destinationBucket: string) => S3Client;
}

interface Found {
  readonly size: number;
  /** As S3 quotes it; changes with the content. */
  readonly eTag: string;
  /** Hex MD5 of the content; `undefined` where S3 does not say it: with KMS, or for what was written in parts. */
  readonly md5: string | undefined;
}

/** Keeps the asset register's copies of reports in a bucket of its own. S3 copies; no file comes by here. */
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

  /** Looks for the key in a listing: S3 answers `AccessDenied` for a missing object to a reader that may list some prefixes only. */
  async exists(key: string): Promise<boolean> {
    const { bucket: Bucket, account: ExpectedBucketOwner } = this.place;
    const request = { Bucket, ExpectedBucketOwner, Prefix: key, MaxKeys: 1 };
    const { Contents = [] } = await this.call('ListObjectsV2', key, () =>
      this.s3.send(new ListObjectsV2Command(request)),
    );
    return Contents.some(({ Key }) => Key === key);
  }

  async recent(folder: string): Promise<ReadonlyMap<string, number>> {
    const { bucket: Bucket, account: ExpectedBucketOwner } = this.place;
    const request = { Bucket, ExpectedBucketOwner, Prefix: folder };
    const since = this.now() - DAY;
    const found = new Map<string, number>();
    await this.call('ListObjectsV2', folder, async () => {
      for await (const { Contents = [] } of paginateListObjectsV2({ client: this.s3 }, request)) {
        for (const { Key = '', Size = -1, LastModified } of Contents)
          if ((LastModified?.getTime() ?? 0) > since) found.set(Key, Size);
      }
    });
    return found;
  }

  async write(key: string, text: string): Promise<void> {
    const { bucket: Bucket, account: ExpectedBucketOwner } = this.place;
    const request = { Bucket, ExpectedBucketOwner, Key: key, Body: text, ContentType: 'text/plain' };
    await this.call('PutObject', key, () => this.s3.send(new PutObjectCommand(request)));
  }

  /**
   * Copies the file that was looked at, and no other that takes its place meanwhile: `CopySourceIfMatch`. Costs a `HeadObject` before and
   * one after, and one `CopyObject`; for a file in parts, one call per part and two.
   */
  async copy(file: FileCopy, report: ReportKey): Promise<void> {
    const { source, key } = file;
    const found = await this.check(file, report);
    if (found.size <= this.sizes.inOnePiece) await this.copyWhole(file, found);
    else await this.copyInParts(file, found);
    check(report, source.key, await this.head(this.s3, this.bucket, key), source);
  }

  /** Looks at a file that is to be copied: one `HeadObject`. */
  async check({ source, sourceBucket }: FileCopy, report: ReportKey): Promise<Found> {
    const found = await this.head(this.place.sourceClient(sourceBucket), sourceBucket, source.key);
    check(report, source.key, found, source);
    return found;
  }

  private async copyWhole({ sourceBucket, source, key }: FileCopy, { eTag }: Found): Promise<void> {
    const request = { ...this.target(key), ...copySource(sourceBucket, source.key, eTag) };
    // Tags would need permissions of their own, and S3 gives its reports none.
    const command = new CopyObjectCommand({ ...request, ...this.owners(), TaggingDirective: 'REPLACE' });
    await this.call('CopyObject', key, () => this.s3.send(command));
  }

  private async copyInParts({ sourceBucket, source, key }: FileCopy, { eTag, size }: Found): Promise<void> {
    const target = this.target(key);
    const { UploadId } = await this.call('CreateMultipartUpload', key, () =>
      this.s3.send(new CreateMultipartUploadCommand(target)),
    );
    const copyPart = async ([first, last]: readonly [number, number], index: number) => {
      const part = { UploadId, PartNumber: index + 1, CopySourceRange: `bytes=${first}-${last}` };
      const request = { ...target, ...copySource(sourceBucket, source.key, eTag), ...this.owners(), ...part };
      const { CopyPartResult } = await this.call('UploadPartCopy', key, () =>
        this.s3.send(new UploadPartCopyCommand(request)),
      );
      return { PartNumber: part.PartNumber, ETag: CopyPartResult?.ETag };
    };
    try {
      const Parts = await pMap(ranges(size, this.sizes.part), copyPart, { concurrency: CONCURRENCY });
      await this.call('CompleteMultipartUpload', key, () =>
        this.s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } })),
      );
    } catch (error) {
      await this.abort({ ...target, UploadId });
      throw error;
    }
  }

  /** What cannot be ended now, the bucket's lifecycle ends. */
  private async abort(upload: { Bucket: string; Key: string; UploadId: string | undefined }): Promise<void> {
    try {
      await this.s3.send(new AbortMultipartUploadCommand(upload));
    } catch {
      return;
    }
  }

  private async head(s3: S3Client, bucket: string, key: string): Promise<Found> {
    const request = { Bucket: bucket, Key: key, ExpectedBucketOwner: this.place.account };
    const {
      ContentLength = -1,
      ETag = '',
      ServerSideEncryption = 'AES256',
    } = await this.call('HeadObject', key, () => s3.send(new HeadObjectCommand(request)), bucket);
    const md5 = /^"([0-9a-f]{32})"$/.exec(ETag)?.[1];
    return { size: ContentLength, eTag: ETag, md5: ServerSideEncryption === 'AES256' ? md5 : undefined };
  }

  private target = (key: string) => ({
    ...{ Bucket: this.place.bucket, Key: key, ExpectedBucketOwner: this.place.account },
  });

  private owners = () => ({ ExpectedSourceBucketOwner: this.place.account });

  private async call<Value>(
    operation: string,
    key: string,
    send: () => Promise<Value>,
    bucket = this.place.bucket,
  ): Promise<Value> {
    try {
      return await send();
    } catch (error) {
      const { account, region } = this.place;
      const where = { account, region: regionOfDestination(bucket) ?? region, bucket, resource: key };
      throw awsCallError(operation, where, error);
    }
  }
}

const copySource = (bucket: string, key: string, eTag: string) => ({
  CopySource: `${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
  CopySourceIfMatch: eTag,
});

/** First and last byte of each part. */
function ranges(size: number, part: number): [number, number][] {
  const step = Math.max(part, Math.ceil(size / MOST_PARTS));
  return Array.from({ length: Math.ceil(size / step) }, (_, index) => [
    index * step,
    Math.min(size, (index + 1) * step) - 1,
  ]);
}

/**
 * Compares a file, or its copy, with what the manifest says.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html (where an entity tag is the content's MD5)
 */
function check(report: ReportKey, key: string, found: Found, said: FileCopy['source']): void {
  const next =
    'it is tried again; if it stays so, wait for the next report; who besides S3 writes into the destination bucket?';
  if (found.size !== said.size)
    throw new ReportRefusedError(report.manifestKey, `says ${key} has ${said.size} bytes, but it has ${found.size}`, {
      next,
    });
  if (found.md5 !== undefined && found.md5 !== said.md5.toLowerCase())
    throw new ReportRefusedError(report.manifestKey, `says ${key} has the MD5 ${said.md5}, but it has ${found.md5}`, {
      next,
    });
}
