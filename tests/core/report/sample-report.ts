import { createHash } from 'node:crypto';
import { type ReportFiles, type VerifiedReport, verifyReport } from '../../../core/report/manifest';
import { type ReportKey, type ReportScope, readReportKey } from '../../../core/report/report-key';

/** The collector that the sample reports belong to. */
export const scope: ReportScope = {
  destinationBucket: 's3inventory-eu-west-1-222222222222',
  destinationPrefix: 'inventory',
  configurationId: 'organization-inventory',
};

/** A real `fileSchema` of S3: double spaces, STRING, nested parentheses. */
export const PARQUET_SCHEMA =
  'message s3.inventory {  required binary bucket (STRING);  required binary key (STRING);  optional int64 size;  optional int64 last_modified_date (TIMESTAMP(MILLIS,true));  optional binary e_tag (STRING);}';

/** The key of a report's `manifest.checksum`. */
export const checksumKey = ({ account = '333333333333', bucket = 'logs', stamp = '2026-01-02T01-00Z' } = {}) =>
  `inventory/${account}/${bucket}/organization-inventory/${stamp}/manifest.checksum`;

/** The report of that key. */
export function sampleKey(parts: Parameters<typeof checksumKey>[0] = {}): ReportKey {
  const reading = readReportKey(checksumKey(parts), scope);
  if (reading.kind !== 'report') throw new Error(reading.reason);
  return reading.report;
}

/** The manifest of a report with one data file. */
export const sampleManifest = (key: ReportKey) => ({
  sourceBucket: key.bucket,
  destinationBucket: `arn:aws:s3:::${key.destinationBucket}`,
  version: '2016-11-30',
  creationTimestamp: String(key.scanStarted),
  fileFormat: 'Parquet',
  fileSchema: PARQUET_SCHEMA,
  files: [{ key: `${key.folder}data/1f0c.parquet`, size: 1234, MD5checksum: 'a'.repeat(32) }],
});

/** Control files with a correct checksum for any manifest. */
export function controlFiles(manifest: unknown): ReportFiles {
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  const manifestMd5 = createHash('md5').update(text).digest('hex');
  return { manifest: text, manifestMd5, checksum: `${manifestMd5}\n` };
}

/** A report ready to be registered; `manifest` overrides parts of its manifest. */
export const sampleReport = (
  parts: Parameters<typeof checksumKey>[0] = {},
  manifest: Record<string, unknown> = {},
): VerifiedReport => {
  const key = sampleKey(parts);
  return verifyReport(key, controlFiles({ ...sampleManifest(key), ...manifest }));
};
