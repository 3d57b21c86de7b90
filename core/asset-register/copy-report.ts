import pMap from 'p-map';
import { dayOf } from '../catalog/partitions';
import type { DataFile, VerifiedReport } from '../report/manifest';
import { COPIES_FOLDER, regionOfDestination } from '../names/names';
import type { ReportKey } from '../report/report-key';
import { ReportRefusedError } from '../report/report-refused';

/** A data file, and the key that its copy gets in the register's bucket. */
export interface FileCopy {
  readonly sourceBucket: string;
  readonly source: DataFile;
  readonly key: string;
}

/** The register's bucket. All calls throw `AwsCallError` where S3 refuses. */
export interface CopyStore {
  readonly bucket: string;
  exists(key: string): Promise<boolean>;
  /** The keys of a folder that were written less than a day ago, and their sizes in bytes. */
  recent(folder: string): Promise<ReadonlyMap<string, number>>;
  /** Copies one file inside S3, and compares its size and checksum with the manifest's. @throws ReportRefusedError where they differ */
  copy(file: FileCopy, report: ReportKey): Promise<void>;
  write(key: string, text: string): Promise<void>;
}

/** A look at whether a report can be copied. All calls throw `AwsCallError` where S3 refuses. */
export interface CopyCheck extends Pick<CopyStore, 'exists'> {
  /** Compares a file's size and checksum with the manifest's. @throws ReportRefusedError where they differ */
  check(file: FileCopy, report: ReportKey): Promise<unknown>;
}

/** S3 names them by UUID and format. The names become lines of `symlink.txt`. */
const FILE_NAME = /^[\w-][\w.-]*$/;

/** Files of a report copied at once. */
const CONCURRENCY = 4;

/**
 * Copies a report's data files into the register's bucket, and gives the report at its copy. `symlink.txt`, which names the files, is
 * written last: where it is, all files are, so that a repetition has nothing to do and a kill in between shows nothing. A repetition
 * goes on with the files that are missing; those of more than a day ago are copied again, since they might expire before their
 * `symlink.txt`.
 *
 * Costs two `ListObjectsV2`, one `PutObject` and what the store's `copy` costs per file; one `ListObjectsV2` where it is done already.
 *
 * @throws ReportRefusedError where a file is not what the manifest says, AwsCallError where S3 refuses
 */
export async function copyReport(report: VerifiedReport, store: CopyStore): Promise<VerifiedReport> {
  const symlink = symlinkOf(report.key);
  if (!(await store.exists(symlink))) {
    const files = filesToCopy(report);
    const done = await store.recent(dayFolder(report.key));
    const open = files.filter(({ key, source }) => done.get(key) !== source.size);
    await pMap(open, (file) => store.copy(file, report.key), { concurrency: CONCURRENCY });
    await store.write(symlink, files.map(({ key }) => `s3://${store.bucket}/${key}\n`).join(''));
  }
  return { ...report, key: { ...report.key, location: copyLocation(report.key, store.bucket) } };
}

/**
 * Sees whether `copyReport` can copy a report, as far as a look at its files tells; copies and writes nothing.
 *
 * Costs one `ListObjectsV2`, and one `HeadObject` per file where the report is not copied already.
 *
 * @throws ReportRefusedError where a file is not what the manifest says, AwsCallError where S3 refuses
 */
export async function checkCopy(report: VerifiedReport, store: CopyCheck): Promise<void> {
  if (await store.exists(symlinkOf(report.key))) return;
  await pMap(filesToCopy(report), (file) => store.check(file, report.key), { concurrency: CONCURRENCY });
}

/** Where a partition points that shows the copy of a report: `s3://…/`. */
export const copyLocation = (key: ReportKey, bucket: string) => `s3://${bucket}/${copyFolder(key)}`;

/** Where the `symlink.txt` of a report's copy lies in the register's bucket; ends in `/`. */
export const copyFolder = (key: ReportKey) => `${copiesFolder(key.account, regionOf(key), key.bucket)}dt=${key.dt}/`;

const symlinkOf = (key: ReportKey) => `${copyFolder(key)}symlink.txt`;

/** The folder of all copies of a source bucket's reports; ends in `/`. */
export const copiesFolder = (account: string, region: string, bucket: string) =>
  `${COPIES_FOLDER}${account}/${region}/${bucket}/`;

/** Parses a partition's location in the register's bucket; `undefined` for a location elsewhere. */
export function parseCopyLocation({ location }: { readonly location: string }, bucket: string) {
  const start = `s3://${bucket}/${COPIES_FOLDER}`;
  if (!location.startsWith(start)) return undefined;
  const [, path, dt] = /^(.+\/)dt=(\d{4}(?:-\d{2}){4})\/?$/.exec(location.slice(start.length)) ?? [];
  return path === undefined || dt === undefined ? undefined : { folder: `${COPIES_FOLDER}${path}`, dt };
}

const regionOf = ({ destinationBucket }: ReportKey) => regionOfDestination(destinationBucket) ?? '';

/** Where the copies of the files of a bucket's reports of one day lie; ends in `/`. */
const dayFolder = (key: ReportKey) =>
  `dt=${dayOf(key.dt)}/account=${key.account}/region=${regionOf(key)}/bucket=${key.bucket}/`;

function filesToCopy({ key, dataFiles }: VerifiedReport): FileCopy[] {
  const folder = dayFolder(key);
  const names = new Set<string>();
  return dataFiles.map((source) => {
    const name = source.key.split('/').at(-1) ?? '';
    if (!FILE_NAME.test(name))
      throw new ReportRefusedError(
        key.manifestKey,
        `lists the file ${JSON.stringify(name)}, a name that S3 gives to no report's file`,
      );
    if (names.has(name))
      throw new ReportRefusedError(key.manifestKey, `lists two files named "${name}", whose copies would share a key`);
    names.add(name);
    return { sourceBucket: key.destinationBucket, source, key: `${folder}${name}` };
  });
}
