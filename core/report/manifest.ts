import * as z from 'zod/mini';
import { REPORT_FORMATS, type ReportFormat } from './fields';
import { type Column, FileSchemaError, readFileSchema } from './file-schema';
import type { ReportKey } from './report-key';
import { ReportRefusedError } from './report-refused';

/** The two control files of a report, as read from the destination bucket. */
export interface ReportFiles {
  /** Text of `manifest.json`. */
  readonly manifest: string;
  /** Hex MD5 of the bytes of `manifest.json`. */
  readonly manifestMd5: string;
  /** Text of `manifest.checksum`: the hex MD5 that S3 wrote, usually with a line break. */
  readonly checksum: string;
  /** Time at which `manifest.checksum` was written, in epoch milliseconds; `undefined` where S3 did not return it. */
  readonly completeSince?: number | undefined;
}

/** A data file of a report, as listed in the manifest. */
export interface DataFile {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Hex MD5 of the file's content. */
  readonly md5: string;
}

/** A report whose manifest matches its checksum and names the buckets of its key. */
export interface VerifiedReport {
  readonly key: ReportKey;
  readonly format: ReportFormat;
  /** In file order. */
  readonly columns: readonly Column[];
  readonly dataFiles: readonly DataFile[];
  /** Number of data files. */
  readonly files: number;
  /** Total size of the data files. */
  readonly bytes: number;
}

const text = (allowed: string) => z.string({ error: allowed }).check(z.minLength(1, { error: allowed }));

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html */
const manifestSchema = z.object(
  {
    sourceBucket: text('a bucket name'),
    destinationBucket: text('a bucket name or ARN'),
    version: z.literal('2016-11-30', { error: '"2016-11-30"' }),
    fileFormat: z.enum(REPORT_FORMATS, { error: REPORT_FORMATS.join(', ') }),
    fileSchema: text('the columns of the files'),
    files: z.array(
      z.object(
        {
          key: text('an object key'),
          size: z.int({ error: 'a number of bytes' }).check(z.nonnegative({ error: 'a number of bytes' })),
          MD5checksum: text('an MD5'),
        },
        { error: 'an object with key, size and MD5checksum' },
      ),
      { error: 'a list of files' },
    ),
  },
  { error: 'an object' },
);

/**
 * Checks a report before it is registered: the manifest matches its checksum, names the buckets of its key, and lists only
 * files in the report's folder.
 *
 * @throws ReportRefusedError naming the first check that fails
 */
export function verifyReport(key: ReportKey, files: ReportFiles): VerifiedReport {
  const checksum = files.checksum.trim().toLowerCase();
  if (checksum !== files.manifestMd5.toLowerCase())
    throw new ReportRefusedError(
      key.manifestKey,
      `MD5 is ${files.manifestMd5}, but manifest.checksum says "${checksum.slice(0, 64)}": the manifest is incomplete or altered`,
      {
        next: 'Wait: the report is tried again. If all tries fail, "orgs3 dead-letters list" shows the message, and the next report of the bucket replaces this one.',
      },
    );
  const manifest = readManifest(key, files.manifest);
  checkNames(key, manifest);
  return {
    key,
    format: manifest.fileFormat,
    columns: columnsOf(key, manifest),
    dataFiles: manifest.files.map(({ key: file, size, MD5checksum }) => ({ key: file, size, md5: MD5checksum })),
    files: manifest.files.length,
    bytes: manifest.files.reduce((sum, { size }) => sum + size, 0),
  };
}

type Manifest = z.infer<typeof manifestSchema>;

function readManifest(key: ReportKey, content: string): Manifest {
  const parsed = manifestSchema.safeParse(parseJson(key, content), { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, input, message }) => `${path.join('.') || 'content'}: found ${quote(input)}, allowed: ${message}`,
  );
  throw new ReportRefusedError(key.manifestKey, `is not a manifest: ${problems.slice(0, 3).join('; ')}`);
}

const quote = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80));

function parseJson(key: ReportKey, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new ReportRefusedError(key.manifestKey, 'is not JSON', { cause });
  }
}

function checkNames(key: ReportKey, { sourceBucket, destinationBucket, files }: Manifest): void {
  const refuse = (problem: string) => new ReportRefusedError(key.manifestKey, problem);
  if (sourceBucket !== key.bucket)
    throw refuse(`is about bucket "${sourceBucket}", but lies in the folder of ${key.bucket}`);
  if (destinationBucket.replace(/^arn:aws[a-z-]*:s3:::/, '') !== key.destinationBucket)
    throw refuse(`was written for "${destinationBucket}", but lies in ${key.destinationBucket}`);
  const foreign = files.find((file) => !file.key.startsWith(key.folder));
  if (foreign !== undefined) throw refuse(`lists "${foreign.key}", which is outside ${key.folder}`);
}

function columnsOf(key: ReportKey, { fileFormat, fileSchema }: Manifest): readonly Column[] {
  try {
    return readFileSchema(fileFormat, fileSchema);
  } catch (error) {
    if (!(error instanceof FileSchemaError)) throw error;
    throw new ReportRefusedError(key.manifestKey, `fileSchema is not usable: ${error.message}`, { cause: error });
  }
}
