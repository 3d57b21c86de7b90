import { link, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pMap, { pMapSkip } from 'p-map';
import type { CatalogPartition } from '../../core/catalog/catalog';
import type { S3Location } from '../../core/query/s3-uri';
import { dataFormat } from './formats';
import { partitionFolder } from './tables';
import type { QueryTable } from '../aws/catalog-reader';
import type { ReportReader } from '../aws/report-data';

/** Receives the progress of a download. */
export interface FetchProgress {
  /** Adds to the number of files to download. */
  expect(files: number): void;
  /** Counts one file that is downloaded. */
  step(): void;
}

/** Partitions of a table whose data files are needed. */
export interface WantedPartitions {
  readonly table: QueryTable;
  readonly partitions: readonly CatalogPartition[];
}

/** The outcome of a download. */
export interface Fetched {
  /** Names of the tables with at least one data file. */
  readonly tables: ReadonlySet<string>;
  /** Number of partitions without a `symlink.txt`, as after the retention. */
  readonly partitionsGone: number;
  /** Number of files; one that several partitions share counts once. */
  readonly files: number;
  readonly bytes: number;
}

const SYMLINKS_AT_ONCE = 16;
const FILES_AT_ONCE = 8;

/** A data file, and the local folders that it belongs to. */
interface WantedFile {
  readonly place: S3Location;
  readonly extension: string;
  readonly folders: string[];
}

/**
 * Downloads the data files of partitions below `folder`, several at once and each only once. When one fails, the others are
 * stopped before the error is thrown, so that nothing writes afterwards.
 */
export async function fetchPartitions(
  folder: string,
  wanted: readonly WantedPartitions[],
  { reports, signal, progress }: { reports: ReportReader; signal: AbortSignal; progress?: FetchProgress },
): Promise<Fetched> {
  const files = new Map<string, WantedFile>();
  const tables = new Set<string>();
  const partitions = wanted.flatMap(({ table, partitions }) => partitions.map((partition) => ({ table, partition })));
  const listed = await allOrNone(
    { items: partitions, atOnce: SYMLINKS_AT_ONCE, signal },
    async ({ table, partition }, stop) => ({
      table,
      local: partitionFolder(folder, table, partition.values),
      places: await reports.listFiles(partition.location, stop),
    }),
  );
  for (const { table, local, places = [] } of listed) {
    const { extension } = dataFormat(table);
    for (const place of places) {
      const uri = `s3://${place.bucket}/${place.key}`;
      const file = files.get(uri) ?? { place, extension, folders: [] };
      file.folders.push(local);
      files.set(uri, file);
      tables.add(table.name);
    }
  }
  if (files.size > 0) progress?.expect(files.size);
  const sizes = await allOrNone(
    { items: [...files.values()].entries(), atOnce: FILES_AT_ONCE, signal },
    async ([number, file], stop) => {
      const size = await fetchFile(file, `${number}${file.extension}`, (to) => reports.download(file.place, to, stop));
      progress?.step();
      return size;
    },
  );
  return {
    tables,
    partitionsGone: listed.filter(({ places }) => places === undefined).length,
    files: files.size,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

async function fetchFile(file: WantedFile, name: string, download: (to: string) => Promise<number>): Promise<number> {
  const [first, ...others] = [...new Set(file.folders)].map((folder) => join(folder, name));
  if (first === undefined) return 0;
  for (const folder of file.folders) await mkdir(folder, { recursive: true });
  const bytes = await download(first);
  for (const other of others) await link(first, other);
  return bytes;
}

/**
 * Works on all items and returns the results in the order of the items. At the first failure it stops, waits for the work under
 * way, and throws the failure.
 */
async function allOrNone<T, Result>(
  { items, atOnce, signal }: { items: Iterable<T>; atOnce: number; signal: AbortSignal },
  work: (item: T, stop: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const one = async (item: T) => {
    if (stop.aborted) return pMapSkip;
    try {
      return await work(item, stop);
    } catch (error) {
      failure.abort(error);
      return pMapSkip;
    }
  };
  const results = await pMap<T, Result>(items, one, { concurrency: atOnce });
  stop.throwIfAborted();
  return results;
}
