import { createHash } from 'node:crypto';
import { REPORT_FIELDS, type ReportFormat } from '../../core/report/fields';
import { type ReportKey, reportKeyOf, type ReportScope } from '../../core/report/report-key';
import { HOUR } from '../../core/text/time';
import type { Dice } from '../dice';
import { csvFileSchema } from '../report-csv';
import { fileSchema } from '../report-parquet';

/** A permanent defect of a report: no table may ever show it. */
export type Defect =
  'wrong checksum' | 'about another bucket' | 'lists a foreign file' | 'schema that is not understood';

/** A report that S3 delivers. */
export interface DeliveredReport {
  readonly key: ReportKey;
  readonly format: ReportFormat;
  readonly manifest: string;
  readonly checksum: string;
  /** Its only data file. */
  readonly data: { readonly key: string; readonly content: string };
  /** The defect; `undefined` for a good report. */
  readonly defect: Defect | undefined;
}

const REPORTS_PER_BUCKET = 5;
/** The share of reports with a defect. */
const DEFECTS = 0.02;
/** The share of buckets whose reports change their format. */
const CHANGING = 0.02;
/** The share of buckets whose reports are ORC. */
const ORC = 0.1;

const FIRST_SCAN = Date.UTC(2026, 0, 2, 1);

const DEFECT_KINDS = [
  'wrong checksum',
  'about another bucket',
  'lists a foreign file',
  'schema that is not understood',
] as const satisfies readonly Defect[];

/** The message of a refusal that names the right reason, for each defect. */
export const TRUE_REASON: Readonly<Record<Defect, RegExp>> = {
  'wrong checksum': /MD5 is [0-9a-f]{32}, but manifest\.checksum says/,
  'about another bucket': /is about bucket ".+", but lies in the folder of/,
  'lists a foreign file': /lists ".+", which is outside/,
  'schema that is not understood': /fileSchema is not usable/,
};

/**
 * Makes the reports of a Region's buckets, with all of their files.
 *
 * @param hoursApart between the scans of a bucket
 */
export function deliveredReports(
  count: number,
  scope: ReportScope,
  dice: Dice,
  hoursApart: 24 | 12 = 24,
): DeliveredReport[] {
  const reports: DeliveredReport[] = [];
  for (let number = 0; reports.length < count; number += 1) {
    const usual: ReportFormat = dice.happens(ORC) ? 'ORC' : 'Parquet';
    const changes = dice.happens(CHANGING);
    for (let index = 0; index < REPORTS_PER_BUCKET && reports.length < count; index += 1) {
      const format = changes && index >= 2 ? 'CSV' : usual;
      const scan = new Date(FIRST_SCAN + index * hoursApart * HOUR);
      const defect = dice.happens(DEFECTS) ? dice.one(DEFECT_KINDS) : undefined;
      reports.push(deliveredReport({ number, scan, format, defect }, scope));
    }
  }
  return reports;
}

interface Parts {
  readonly number: number;
  readonly scan: Date;
  readonly format: ReportFormat;
  readonly defect: Defect | undefined;
}

function deliveredReport({ number, scan, format, defect }: Parts, scope: ReportScope): DeliveredReport {
  const bucket = `bucket-${String(number).padStart(5, '0')}`;
  const account = String(300000000000 + (number % 7));
  const stamp = `${scan.toISOString().slice(0, 16).replace(':', '-')}Z`;
  const key = reportKeyOf({ account, bucket, stamp }, scope);
  if (key === undefined) throw new Error(`Not the key of a report: ${account}, ${bucket}, ${stamp}`);
  const dataKey = `${defect === 'lists a foreign file' ? 'inventory/999999999999/other/' : key.folder}data/${stamp}`;
  const content = `what ${bucket} held at ${stamp}`;
  const manifest = JSON.stringify({
    sourceBucket: defect === 'about another bucket' ? `${bucket}-other` : bucket,
    destinationBucket: `arn:aws:s3:::${scope.destinationBucket}`,
    version: '2016-11-30',
    creationTimestamp: String(key.scanStarted),
    fileFormat: format,
    fileSchema: defect === 'schema that is not understood' ? 'no schema (' : SCHEMAS[format],
    files: [{ key: dataKey, size: content.length, MD5checksum: createHash('md5').update(content).digest('hex') }],
  });
  const signed = defect === 'wrong checksum' ? `${manifest} ` : manifest;
  const data = { key: dataKey, content };
  return { key, format, manifest, data, checksum: `${createHash('md5').update(signed).digest('hex')}\n`, defect };
}

const SCHEMAS: Readonly<Record<ReportFormat, string>> = {
  Parquet: fileSchema(REPORT_FIELDS),
  CSV: csvFileSchema(REPORT_FIELDS),
  ORC: `struct<${REPORT_FIELDS.map(({ column, type }) => `${column}:${type}`).join(',')}>`,
};
