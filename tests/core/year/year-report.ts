import { type ReportKey, reportKeyOf } from '../../../core/report/report-key';
import { HOUR } from '../../../core/text/time';
import { REGION, SCOPE } from '../../../sandbox/bench/interleaved-world';
import { createDice, type Dice } from '../../../sandbox/dice';
import { csvFile, csvFileSchema } from '../../../sandbox/report-csv';
import { fileSchema, parquetFile } from '../../../sandbox/report-parquet';
import type { ReportField, ReportRow } from '../../../sandbox/report-rows';
import { fieldsOf, type Settings, settingsOn, type SourceBucket } from './calendar';
import { type DatedBucket, md5 } from './dated-bucket';

const MINUTE = HOUR / 60;

/** The size of each data file, as its manifest and a listing tell it. */
export const DATA_FILE_BYTES = 1234;

/** A report that S3 writes in the simulated year. */
export interface YearReport {
  readonly key: ReportKey;
  readonly settings: Settings;
  readonly fields: readonly ReportField[];
  readonly dataFiles: readonly string[];
  /** Keys of all its files. */
  readonly files: readonly string[];
  /** Creation time of `manifest.checksum`: epoch milliseconds. */
  readonly completeSince: number;
}

/** Has S3 write a report: each file with a creation time of its own, some hours after the scan. */
export function writeReport(
  objects: DatedBucket,
  source: SourceBucket,
  { day, scan, dice }: { readonly day: number; readonly scan: number; readonly dice: Dice },
): YearReport {
  const key = keyOf(source, scan);
  const settings = settingsOn(day, source);
  const fields = fieldsOf(settings);
  const { folder } = key;
  const extension = { Parquet: 'parquet', CSV: 'csv.gz', ORC: 'orc' }[settings.format];
  const count = source.isEmpty === true ? 0 : 1 + dice.below(2);
  const dataFiles = Array.from({ length: count }, (_, index) => `${folder}data/${key.dt}-${index}.${extension}`);
  const symlink = `${folder}hive/dt=${key.dt}/symlink.txt`;
  const manifest = manifestOf(key, settings, dataFiles);
  let created = scan + (1 + dice.below(14)) * HOUR;
  const later = (minutes: number) => (created += dice.below(minutes) * MINUTE);
  for (const file of dataFiles) objects.put(folder, file, { created: later(180), text: '' });
  const list = dataFiles.map((file) => `s3://${key.destinationBucket}/${file}`).join('\n');
  objects.put(folder, symlink, { created: later(120), text: list });
  objects.put(folder, key.manifestKey, { created: later(120), text: manifest });
  objects.put(folder, key.checksumKey, { created: later(30), text: `${md5(manifest)}\n` });
  return {
    key,
    settings,
    fields,
    dataFiles,
    files: [...dataFiles, symlink, key.manifestKey, key.checksumKey],
    completeSince: created,
  };
}

function keyOf({ account, name: bucket }: SourceBucket, scan: number): ReportKey {
  const stamp = `${new Date(scan).toISOString().slice(0, 16).replace(':', '-')}Z`;
  const key = reportKeyOf({ account, bucket, stamp }, SCOPE);
  if (key === undefined) throw new Error(`no report of ${bucket} at ${stamp}`);
  return key;
}

function manifestOf(key: ReportKey, settings: Settings, dataFiles: readonly string[]): string {
  const fields = fieldsOf(settings);
  const schema = {
    Parquet: () => fileSchema(fields),
    CSV: () => csvFileSchema(fields),
    ORC: () => `struct<${fields.map(({ column, type }) => `${column}:${type}`).join(',')}>`,
  };
  return JSON.stringify({
    sourceBucket: key.bucket,
    destinationBucket: `arn:aws:s3:::${key.destinationBucket}`,
    version: '2016-11-30',
    creationTimestamp: String(key.scanStarted),
    fileFormat: settings.format,
    fileSchema: schema[settings.format](),
    files: dataFiles.map((file) => ({ key: file, size: DATA_FILE_BYTES, MD5checksum: 'a'.repeat(32) })),
  });
}

/** The partition values of a report in the register, but the day. */
export const registerPlace = ({ account, bucket }: ReportKey) => [account, REGION, bucket];

const KEYS = ['plain', 'a b/+ü', 'with, "quotes"', 'a%2Fb'] as const;
const CLASSES = ['STANDARD', 'GLACIER'] as const;

/** The rows of a data file, of the columns that S3 has: the same at each call. */
function rowsOf({ key, settings }: YearReport, file: string): ReportRow[] {
  const dice = createDice(file);
  return Array.from({ length: dice.below(4) }, (_, index) => {
    const isMarker = settings.versions === 'All' && dice.happens(0.2);
    return {
      bucket: key.bucket,
      key: `${dice.one(KEYS)} ${file.slice(-12)} ${index}`,
      version_id: `v${dice.below(1000)}`,
      is_latest: dice.happens(0.7),
      is_delete_marker: isMarker,
      size: isMarker ? null : BigInt(dice.below(5000)),
      last_modified_date: new Date(key.scanStarted - dice.below(500) * 24 * HOUR),
      e_tag: isMarker ? null : 'e'.repeat(32),
      storage_class: isMarker ? null : dice.one(CLASSES),
      encryption_status: isMarker ? null : dice.one(['SSE-S3', 'NOT-SSE']),
    };
  });
}

/** The content of a data file. */
export function contentOf(report: YearReport, file: string): Uint8Array {
  const write = report.settings.format === 'CSV' ? csvFile : parquetFile;
  return write(report.fields, rowsOf(report, file));
}

/** The rows of a report. A column that it lacks is null. */
export const reportRows = (report: YearReport): ReportRow[] => {
  const known = new Set<string>(report.fields.map(({ column }) => column));
  const mask = (row: ReportRow) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, known.has(column) ? value : null]));
  return report.dataFiles.flatMap((file) => rowsOf(report, file).map(mask));
};
