import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { BUCKETS_FOLDER, regionOfDestination } from '../../core/names/names';
import { parseS3Uri, parseSymlink, type S3Location } from '../../core/query/s3-uri';
import { awsCall } from './aws-call';
import type { AwsAccess } from './client-options';
import { once } from './once';
import { s3Client } from './s3-client';

/** Reads the reports of one Region's destination bucket. */
export interface ReportReader {
  /**
   * Lists the data files of the report at a partition's location; `undefined` where its `symlink.txt` is gone, as after
   * the retention.
   */
  listFiles(location: string, signal: AbortSignal): Promise<S3Location[] | undefined>;
  /** Copies a data file to a local file and returns its size in bytes. */
  download(file: S3Location, to: string, signal: AbortSignal): Promise<number>;
}

/** A reader of one Region's reports; its calls throw `AwsCallError`. */
export function reportReader(
  access: AwsAccess,
  s3 = s3Client(access),
  reconcile = 'orgs3 reconcile --verify',
): ReportReader {
  const { region } = access;
  const open = async ({ bucket, key }: S3Location, signal: AbortSignal) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
    if (!(Body instanceof Readable)) throw new Error('the answer has no content');
    return Body;
  };
  const callOf = ({ bucket, key }: S3Location) => ({
    operation: 'GetObject',
    target: { region, bucket, resource: `object ${JSON.stringify(key)}` },
  });
  return {
    async listFiles(location, signal) {
      const folder = parseS3Uri(location, 'A partition');
      const symlink = { ...folder, key: `${folder.key.replace(/\/?$/, '/')}symlink.txt` };
      const call = { ...callOf(symlink), expected: { NoSuchKey: undefined } };
      const content = await awsCall<string | undefined>(call, async () => text(await open(symlink, signal)));
      return content === undefined ? undefined : parseSymlink(content, `s3://${symlink.bucket}/${symlink.key}`);
    },
    download(file, to, signal) {
      const next = (code: string) => (code === 'NoSuchKey' ? notWhole(file, reconcile) : undefined);
      return awsCall({ ...callOf(file), next }, async () => {
        const content = await open(file, signal);
        const target = createWriteStream(to);
        await pipeline(content, target, { signal });
        return target.bytesWritten;
      });
    },
  };
}

/** @param reconcile the command that drops reports from the tables */
const notWhole = ({ bucket, key }: S3Location, reconcile: string) =>
  key.startsWith(BUCKETS_FOLDER)
    ? 'Run "orgs3 publish", which writes the table buckets anew. Then repeat the query.'
    : `Run "${reconcile}${ofRegion(bucket)}": it drops reports from the tables that are no longer whole. Then repeat the query.`;

/** Nothing for the bucket of copies, which holds the reports of all Regions. */
function ofRegion(bucket: string): string {
  const region = regionOfDestination(bucket);
  return region === undefined ? '' : ` --region ${region}`;
}

/** A reader of the reports of all Regions: it reads each destination bucket in the bucket's own Region. Its calls throw `AwsCallError`. */
export function everyReportReader(access: AwsAccess): ReportReader {
  const readers = once((region) =>
    reportReader({ ...access, region }, undefined, 'orgs3 reconcile --register --verify'),
  );
  const readerOf = (bucket: string) => readers(regionOfDestination(bucket) ?? access.region);
  return {
    listFiles: (location, signal) => readerOf(parseS3Uri(location, 'A partition').bucket).listFiles(location, signal),
    download: (file, to, signal) => readerOf(file.bucket).download(file, to, signal),
  };
}
