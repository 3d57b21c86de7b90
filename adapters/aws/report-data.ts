import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { Orgs3Error } from '../../core/errors';
import { regionOfDestination } from '../../core/names/names';
import { parseS3Uri, parseSymlink, type S3Place } from '../../core/query/s3-uri';
import { type AwsAccess, awsCallError, clientOptions } from './aws';
import { once } from './once';

/** Reads the reports of one Region's destination bucket. */
export interface ReportReader {
  /**
   * The data files of the report at a partition's location; undefined where its `symlink.txt` is gone, as after the
   * retention.
   */
  listFiles(location: string, signal: AbortSignal): Promise<S3Place[] | undefined>;
  /** Copies a data file to a local file and returns its size in bytes. */
  download(file: S3Place, to: string, signal: AbortSignal): Promise<number>;
}

/** A reader of one Region's reports; its calls throw `AwsCallError`. */
export function reportReader(access: AwsAccess, s3 = s3Client(access)): ReportReader {
  const { region } = access;
  const open = async ({ bucket, key }: S3Place, signal: AbortSignal) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
    if (!(Body instanceof Readable)) throw new Error('the answer has no content');
    return Body;
  };
  const failed = ({ bucket, key }: S3Place, error: unknown, next?: string) =>
    awsCallError('GetObject', { region, bucket, resource: `object ${JSON.stringify(key)}` }, error, next);
  return {
    async listFiles(location, signal) {
      const folder = parseS3Uri(location, 'A partition');
      const symlink = { ...folder, key: `${folder.key.replace(/\/?$/, '/')}symlink.txt` };
      try {
        return parseSymlink(await text(await open(symlink, signal)), `s3://${symlink.bucket}/${symlink.key}`);
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error instanceof Orgs3Error ? error : failed(symlink, error);
      }
    },
    async download(file, to, signal) {
      try {
        const content = await open(file, signal);
        const target = createWriteStream(to);
        await pipeline(content, target, { signal });
        return target.bytesWritten;
      } catch (error) {
        const gone =
          'The report is no longer complete: drop its partition, or ask for a newer one with a filter on dt.';
        throw failed(file, error, error instanceof NoSuchKey ? gone : undefined);
      }
    },
  };
}

/** A reader of the reports of all Regions: each destination bucket is read in its own; its calls throw as those of `reportReader`. */
export function everyReportReader(access: AwsAccess): ReportReader {
  const readers = once((region) => reportReader({ ...access, region }));
  const readerOf = (bucket: string) => readers(regionOfDestination(bucket) ?? access.region);
  return {
    listFiles: (location, signal) => readerOf(parseS3Uri(location, 'A partition').bucket).listFiles(location, signal),
    download: (file, to, signal) => readerOf(file.bucket).download(file, to, signal),
  };
}

const s3Client = (access: AwsAccess) =>
  new S3Client({ ...clientOptions(access), forcePathStyle: access.endpoint !== undefined });
