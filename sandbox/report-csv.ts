import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import type { ReportField, ReportRow, ReportValue } from './report-rows';

/** The `fileSchema` of a CSV report: the names of the fields, in the order of the columns. */
export const csvFileSchema = (fields: readonly ReportField[]): string => fields.map(({ name }) => name).join(', ');

/**
 * Makes a data file: CSV without a header, gzip, every value quoted, keys URL-encoded as in a form (a space is `+`).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function csvFile(fields: readonly ReportField[], rows: readonly ReportRow[]): Uint8Array {
  const lines = rows.map((row) => fields.map(({ column }) => csvValue(column, row[column] ?? null)));
  return new Uint8Array(gzipSync(stringify(lines, { quoted: true, quoted_empty: true })));
}

function csvValue(column: string, value: ReportValue): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return column === 'key' ? encodedKey(String(value)) : String(value);
}

/** URL-encodes a key. Slashes stay, as in S3's own reports. */
const encodedKey = (key: string) => new URLSearchParams([['', key]]).toString().slice(1).replaceAll('%2F', '/');
