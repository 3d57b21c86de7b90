import pMap from 'p-map';
import { dayOf } from '../catalog/partitions';
import type { DataFile, VerifiedReport } from '../report/manifest';
import { COPIES_FOLDER, regionOfDestination } from '../names/names';
import { type FileCheck, refuseDamaged } from '../report/data-files';
import type { ReportKey } from '../report/report-key';
import { ReportRefusedError } from '../report/report-refused';

/** A data file, and the key of its copy in the bucket of copies. */
export interface FileCopy {
  readonly sourceBucket: string;
  readonly source: DataFile;
  readonly key: string;
}

/** The asset register's bucket of copies. All calls throw `AwsCallError` if S3 refuses. */
export interface CopyStore {
  readonly bucket: string;
  exists(key: string): Promise<boolean>;
  /** Lists the objects of a folder: sizes in bytes, by key. */
  sizesBelow(folder: string): Promise<ReadonlyMap<string, number>>;
  /** Lists those of them that were written less than a day ago. */
  recent(folder: string): Promise<ReadonlyMap<string, number>>;
  /** Copies one file inside S3, and compares its size and checksum with those of the manifest. @throws ReportRefusedError if they differ */
  copy(file: FileCopy, report: ReportKey): Promise<void>;
  write(key: string, text: string): Promise<void>;
}

/** Checks whether a report can be copied. All calls throw `AwsCallError` if S3 refuses. */
export interface CopyCheck extends Pick<CopyStore, 'exists'> {
  /** Compares a file's size and checksum with those of the manifest. @throws ReportRefusedError if they differ */
  check(file: FileCopy, report: ReportKey): Promise<unknown>;
}

/** The names of data files: S3 makes them of a UUID and the format. They become lines of `symlink.txt`. */
const FILE_NAME = /^[\w-][\w.-]*$/;

/** Files of a report that are copied at the same time. */
const CONCURRENCY = 4;

/**
 * Copies a report's data files into the bucket of copies, and returns the report with the location of its copy. `symlink.txt`, which
 * names the files, is written last. If it exists, all files were there: a repeated call copies nothing but what somebody has deleted
 * since, and an interrupted call shows nothing. Files that are older than a day are copied with the missing ones, since they could
 * expire before their `symlink.txt`.
 *
 * Costs two `ListObjectsV2`; one `PutObject`, and one `copy` per file, if the report is not copied yet; one `ListObjectsV2` more if
 * files of its copy are gone.
 *
 * @param check asked before files are copied. A reader that may list some prefixes only gets `AccessDenied` for a file that is gone
 * @throws ReportRefusedError if a file is gone or differs from its entry in the manifest, AwsCallError if S3 refuses
 */
export async function copyReport(report: VerifiedReport, store: CopyStore, check?: FileCheck): Promise<VerifiedReport> {
  const symlink = symlinkOf(report.key);
  const files = filesToCopy(report);
  if (!(await store.exists(symlink)) || !(await areThere(files, report, store))) {
    if (check !== undefined) await refuseDamaged(report, check);
    const done = await store.recent(dayFolder(report.key));
    const open = files.filter(({ key, source }) => done.get(key) !== source.size);
    await pMap(open, (file) => store.copy(file, report.key), { concurrency: CONCURRENCY });
    await store.write(symlink, files.map(({ key }) => `s3://${store.bucket}/${key}\n`).join(''));
  }
  return { ...report, key: { ...report.key, location: copyLocation(report.key, store.bucket) } };
}

async function areThere(files: readonly FileCopy[], { key }: VerifiedReport, store: CopyStore): Promise<boolean> {
  if (files.length === 0) return true;
  const there = await store.sizesBelow(dayFolder(key));
  return files.every((file) => there.get(file.key) === file.source.size);
}

/**
 * Checks whether `copyReport` could copy a report. Looks at its files, but copies and writes nothing.
 *
 * Costs one `ListObjectsV2`, and one `HeadObject` per file if the report is not copied yet.
 *
 * @throws ReportRefusedError if a file differs from its entry in the manifest, AwsCallError if S3 refuses
 */
export async function checkCopy(report: VerifiedReport, store: CopyCheck): Promise<void> {
  if (await store.exists(symlinkOf(report.key))) return;
  await pMap(filesToCopy(report), (file) => store.check(file, report.key), { concurrency: CONCURRENCY });
}

/** The location of a partition that shows the copy of a report: `s3://…/`. */
export const copyLocation = (key: ReportKey, bucket: string) => `s3://${bucket}/${copyFolder(key)}`;

/** The folder of a copy's `symlink.txt` in the bucket of copies; ends in `/`. */
export const copyFolder = (key: ReportKey) => `${copiesFolder(key.account, regionOf(key), key.bucket)}dt=${key.dt}/`;

const symlinkOf = (key: ReportKey) => `${copyFolder(key)}symlink.txt`;

/** The folder of all copies of a source bucket's reports; ends in `/`. */
export const copiesFolder = (account: string, region: string, bucket: string) =>
  `${COPIES_FOLDER}${account}/${region}/${bucket}/`;

/** Parses a partition's location in the bucket of copies; `undefined` for a location elsewhere. */
export function parseCopyLocation({ location }: { readonly location: string }, bucket: string) {
  const start = `s3://${bucket}/${COPIES_FOLDER}`;
  if (!location.startsWith(start)) return undefined;
  const [, path, dt] = /^(.+\/)dt=(\d{4}(?:-\d{2}){4})\/?$/.exec(location.slice(start.length)) ?? [];
  return path === undefined || dt === undefined ? undefined : { folder: `${COPIES_FOLDER}${path}`, dt };
}

const regionOf = ({ destinationBucket }: ReportKey) => regionOfDestination(destinationBucket) ?? '';

/** The folder of copied data files of one source bucket and day; ends in `/`. */
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
