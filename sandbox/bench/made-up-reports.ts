import { createHash } from 'node:crypto';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CreateDatabaseCommand, type GlueClient } from '@aws-sdk/client-glue';
import pMap from 'p-map';
import { REPORT_FIELDS } from '../../core/report/fields';

/** The Region and the destination bucket of made-up reports. */
export interface ReportDestination {
  readonly bucket: string;
  readonly prefix: string;
  readonly configurationId: string;
  readonly region: BucketLocationConstraint;
}

const PHYSICAL = { string: 'binary', boolean: 'boolean', bigint: 'int64', timestamp: 'int64' } as const;
const LOGICAL = { string: ' (STRING)', boolean: '', bigint: '', timestamp: ' (TIMESTAMP(MILLIS,true))' } as const;
const columns = REPORT_FIELDS.map(({ column, type }) => `  optional ${PHYSICAL[type]} ${column}${LOGICAL[type]};`);
const PARQUET_SCHEMA = `message s3.inventory {${columns.join('')}}`;

/** Creates the destination bucket and the database of the collector stack. */
export async function createDestination(
  s3: S3Client,
  glue: GlueClient,
  destination: ReportDestination,
  database: string,
) {
  const location = { LocationConstraint: destination.region };
  await s3.send(new CreateBucketCommand({ Bucket: destination.bucket, CreateBucketConfiguration: location }));
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
}

/** The start of the scan of a day: `2026-01-02T01-00Z` for day 0. */
export const stampOfDay = (day: number) =>
  new Date(Date.UTC(2026, 0, 2 + day, 1)).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length).replace(':', '-') + 'Z';

/**
 * Writes the control files of one report for each of `reports` buckets.
 *
 * @param stamp start of the scan, from `stampOfDay`
 * @returns the SQS event for all of them, one message each
 */
export async function deliverReports(s3: S3Client, destination: ReportDestination, reports: number, stamp: string) {
  const keys = await pMap(
    Array.from({ length: reports }, (_, index) => index),
    (index) => deliver(s3, destination, index, stamp),
    {
      concurrency: 8,
    },
  );
  return { Records: keys.map((key, index) => ({ messageId: `message-${index}`, body: eventBody(destination, key) })) };
}

/**
 * Writes a report's `symlink.txt`, which lists its data files.
 *
 * @param index the number of the report among those of the stamp
 * @returns its key
 */
export async function deliverSymlink(
  s3: S3Client,
  destination: ReportDestination,
  index: number,
  stamp: string,
): Promise<string> {
  const { folder } = madeUpBucket(destination, index);
  const Key = `${folder}/hive/dt=${stamp.replace('T', '-').replace('Z', '')}/symlink.txt`;
  const Body = `s3://${destination.bucket}/${folder}/data/${stamp}.parquet`;
  await s3.send(new PutObjectCommand({ Bucket: destination.bucket, Key, Body }));
  return Key;
}

function madeUpBucket({ prefix, configurationId }: ReportDestination, index: number) {
  const bucket = `bucket-${String(index).padStart(5, '0')}.example`;
  const account = String(300000000000 + (index % 7));
  return { bucket, folder: `${prefix}/${account}/${bucket}/${configurationId}` };
}

async function deliver(s3: S3Client, destination: ReportDestination, index: number, stamp: string): Promise<string> {
  const { bucket, folder } = madeUpBucket(destination, index);
  const manifest = JSON.stringify({
    sourceBucket: bucket,
    destinationBucket: `arn:aws:s3:::${destination.bucket}`,
    version: '2016-11-30',
    creationTimestamp: '1767315600000',
    fileFormat: 'Parquet',
    fileSchema: PARQUET_SCHEMA,
    files: [
      { key: `${folder}/data/${stamp}.parquet`, size: 5_000_000, MD5checksum: 'd41d8cd98f00b204e9800998ecf8427e' },
    ],
  });
  const checksum = `${createHash('md5').update(manifest).digest('hex')}\n`;
  const put = (name: string, Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: destination.bucket, Key: `${folder}/${stamp}/${name}`, Body }));
  await put('manifest.json', manifest);
  await put('manifest.checksum', checksum);
  return `${folder}/${stamp}/manifest.checksum`;
}

/**
 * The notification of a new object.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const eventBody = ({ bucket, region }: { readonly bucket: string; readonly region: string }, key: string) =>
  JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventName: 'ObjectCreated:Put',
        s3: {
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: { key: encodeURIComponent(key).replace(/%2F/g, '/') },
        },
      },
    ],
  });
