import { createHash, randomUUID } from 'node:crypto';
import {
  ListBucketInventoryConfigurationsCommand,
  PutObjectCommand,
  type InventoryConfiguration,
  type InventoryS3BucketDestination,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { Orgs3Error } from '../core/errors';
import type { EmulatorClients } from './clients';
import { storedObjects } from './object-store';
import { bucketsOf, type MadeUpOrganization } from './organization';
import { csvFile, csvFileSchema } from './report-csv';
import { fileSchema, parquetFile } from './report-parquet';
import { reportFields, type ReportField, reportRows, type ReportRow } from './report-rows';

/** A bucket that reports are written for. */
export interface SourceBucket {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** A report that was delivered. */
export interface WrittenReport {
  readonly sourceBucket: string;
  readonly destinationBucket: string;
  readonly manifestKey: string;
  readonly rows: number;
  readonly files: number;
}

/** The most rows in one data file. */
const ROWS_PER_FILE = 400;

/**
 * Plays S3 on one day: writes a report for every enabled inventory configuration of the emulated buckets. The files and
 * their order are S3's; `manifest.checksum` comes last. Each report lists the present objects.
 *
 * @param scan start of the scan; the keys hold it to the minute
 */
export async function writeReports(
  clients: EmulatorClients,
  organization: MadeUpOrganization,
  scan: Date,
): Promise<WrittenReport[]> {
  const buckets = bucketsOf(organization);
  const written = await pMap(buckets, (bucket) => writeBucketReports(clients, bucket, scan), { concurrency: 4 });
  return written.flat();
}

async function writeBucketReports(
  clients: EmulatorClients,
  bucket: SourceBucket,
  scan: Date,
): Promise<WrittenReport[]> {
  const configurations = await inventoryConfigurations(clients, bucket);
  const enabled = configurations.filter(({ IsEnabled }) => IsEnabled === true);
  return pMap(enabled, (configuration) => writeReport(clients, bucket, { configuration, scan }), { concurrency: 1 });
}

/** The present inventory configurations of a bucket; one page holds all of them in the sandbox. */
async function inventoryConfigurations(
  clients: EmulatorClients,
  { account, region, name }: SourceBucket,
): Promise<InventoryConfiguration[]> {
  const s3 = clients.s3({ account, region });
  const answer = await s3.send(new ListBucketInventoryConfigurationsCommand({ Bucket: name }));
  return answer.InventoryConfigurationList ?? [];
}

interface Scan {
  readonly configuration: InventoryConfiguration;
  readonly scan: Date;
}

/** The parts of a report's keys. */
interface ReportPath {
  readonly bucket: string;
  /** The folder of the configuration, without a slash at the end. */
  readonly folder: string;
  /** The start of the scan, for example `2024-05-07T01-00Z`. */
  readonly stamp: string;
}

async function writeReport(clients: EmulatorClients, source: SourceBucket, scan: Scan): Promise<WrittenReport> {
  const { configuration } = scan;
  const destination = destinationOf(source, configuration);
  const format = formatOf(source, destination);
  const path = reportPathOf(source, destination, scan);
  const rows = reportRows(source.name, configuration, await storedObjects(clients.endpoint, source.name));
  const files = inFiles(rows).map((part) => dataFile(path, format, format.file(reportFields(configuration), part)));
  const manifest = manifestOf(source, destination, scan, files);
  const s3 = clients.s3({ region: source.region });
  const put = (key: string, body: string | Uint8Array) =>
    s3.send(
      new PutObjectCommand({ Bucket: path.bucket, Key: key, Body: body, ContentLength: Buffer.byteLength(body) }),
    );
  await put(`${path.folder}/data/`, '');
  for (const { key, body } of files) await put(key, body);
  const hive = `${path.folder}/hive/dt=${path.stamp.replace('T', '-').replace('Z', '')}`;
  await put(`${hive}/symlink.txt`, files.map(({ key }) => `s3://${path.bucket}/${key}`).join('\n'));
  const manifestKey = `${path.folder}/${path.stamp}/manifest.json`;
  await put(manifestKey, manifest);
  await put(manifestKey.replace(/json$/, 'checksum'), `${md5(manifest)}\n`);
  return {
    sourceBucket: source.name,
    destinationBucket: path.bucket,
    manifestKey,
    rows: rows.length,
    files: files.length,
  };
}

function destinationOf(
  source: SourceBucket,
  { Id, Destination }: InventoryConfiguration,
): InventoryS3BucketDestination {
  const destination = Destination?.S3BucketDestination;
  if (destination !== undefined) return destination;
  throw new Orgs3Error(`Configuration ${Id} of bucket ${source.name} has no destination.`);
}

/** A format of data files. */
interface WrittenFormat {
  readonly extension: string;
  readonly schema: (fields: readonly ReportField[]) => string;
  readonly file: (fields: readonly ReportField[], rows: readonly ReportRow[]) => Uint8Array;
}

const FORMATS: Readonly<Record<string, WrittenFormat>> = {
  Parquet: { extension: 'parquet', schema: fileSchema, file: parquetFile },
  CSV: { extension: 'csv.gz', schema: csvFileSchema, file: csvFile },
};

function formatOf(source: SourceBucket, { Format }: InventoryS3BucketDestination): WrittenFormat {
  const format = FORMATS[Format ?? ''];
  if (format !== undefined) return format;
  throw new Orgs3Error(
    `Bucket ${source.name} asks for ${Format ?? 'no'} reports; the sandbox writes Parquet and CSV.`,
    {
      next: 'Set inventory.format to Parquet or CSV.',
    },
  );
}

function reportPathOf(
  source: SourceBucket,
  { Bucket = '', Prefix }: InventoryS3BucketDestination,
  scan: Scan,
): ReportPath {
  const prefix = Prefix === undefined || Prefix === '' ? '' : `${Prefix}/`;
  return {
    bucket: Bucket.slice(Bucket.lastIndexOf(':') + 1),
    folder: `${prefix}${source.name}/${scan.configuration.Id}`,
    stamp: `${scan.scan.toISOString().slice(0, 16).replace(/:/, '-')}Z`,
  };
}

/** Splits rows into files. A bucket without objects gets one empty file. */
function inFiles(rows: readonly ReportRow[]): (readonly ReportRow[])[] {
  const count = Math.max(1, Math.ceil(rows.length / ROWS_PER_FILE));
  return Array.from({ length: count }, (_, index) => rows.slice(index * ROWS_PER_FILE, (index + 1) * ROWS_PER_FILE));
}

interface DataFile {
  readonly key: string;
  readonly body: Uint8Array;
}

const dataFile = ({ folder }: ReportPath, { extension }: WrittenFormat, body: Uint8Array): DataFile => ({
  key: `${folder}/data/${randomUUID()}.${extension}`,
  body,
});

/**
 * Makes the manifest of a report.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
function manifestOf(
  source: SourceBucket,
  destination: InventoryS3BucketDestination,
  { configuration, scan }: Scan,
  files: readonly DataFile[],
): string {
  const manifest = {
    sourceBucket: source.name,
    destinationBucket: destination.Bucket,
    version: '2016-11-30',
    creationTimestamp: String(scan.getTime()),
    fileFormat: destination.Format,
    fileSchema: formatOf(source, destination).schema(reportFields(configuration)),
    files: files.map(({ key, body }) => ({ key, size: body.length, MD5checksum: md5(body) })),
  };
  return JSON.stringify(manifest, null, 2);
}

const md5 = (body: string | Uint8Array) => createHash('md5').update(body).digest('hex');
