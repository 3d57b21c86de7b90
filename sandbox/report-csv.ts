import { gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import type { ReportField, ReportRow, ReportValue } from './report-rows';

/** `fileSchema` of a CSV report: the fields' names in the order of the columns. */
export const csvFileSchema = (fields: readonly ReportField[]): string => fields.map(({ name }) => name).join(', ');

/**
 * A data file: CSV without a header, gzip, every value quoted, keys URL-encoded form-style (a space is `+`).
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

/** Slashes stay as they are, as in the reports of S3 itself. */
const encodedKey = (key: string) => new URLSearchParams([['', key]]).toString().slice(1).replaceAll('%2F', '/');
