import { Orgs3Error } from '../errors';
import { BATCH_LIMITS, type Catalog, type EntryFailure, type PartitionInput, type StoredPartition } from './catalog';
import { bucketGroups, chunks } from './chunks';
import { entryError, isWorthAnotherTry } from './entry-failures';
import { registeredDt } from './partitions';
import type { ReportFormat } from '../report/fields';
import { type TableSpec, tableSpec } from './tables';

/** Attempts to write the partitions of buckets while other invocations write them, too. */
const ATTEMPTS = 5;

/** The `dt` of the report that each bucket shows or has to show, by bucket. */
export type Shown = ReadonlyMap<string, string>;

/**
 * Makes sure that a `latest` table shows no older report than its history table. Glue has no conditional update of a partition, so
 * an invocation can overwrite the partition of a faster one. But every invocation writes history before `latest`. After writing
 * `latest`, an invocation therefore looks into history, and writes a newer report from there into `latest`, until there is none.
 *
 * Costs one `GetPartitions` for 25 buckets if no other invocation was faster.
 *
 * @param shown the newest `dt` that was written for each bucket; "" for a bucket whose partition was dropped
 * @throws Orgs3Error with the buckets that other invocations changed at every attempt; Glue's error if Glue refused
 */
export async function settleLatest(catalog: Catalog, format: ReportFormat, shown: Shown): Promise<void> {
  let open = shown;
  for (let attempt = 0; attempt < ATTEMPTS && open.size > 0; attempt += 1) {
    const newer = await newerInHistory(catalog, tableSpec('history', format), open);
    const current = await readLatest(catalog, tableSpec('latest', format), [...newer.keys()]);
    open = new Map([...newer].filter(([bucket, dt]) => dt > shownDt(current.get(bucket))));
    await pointLatest(catalog, format, open);
  }
  if (open.size > 0) throw outrun(catalog, format, [...open.keys()]);
}

/**
 * Points partitions of a `latest` table at reports of the history table. A bucket whose report is no longer in history is not
 * changed.
 *
 * @param wanted bucket → `dt`
 * @throws Orgs3Error as `settleLatest`
 */
export async function pointLatest(catalog: Catalog, format: ReportFormat, wanted: Shown): Promise<void> {
  const latest = tableSpec('latest', format);
  let open = wanted;
  for (let attempt = 0; attempt < ATTEMPTS && open.size > 0; attempt += 1) {
    const reports = await readAll(catalog, tableSpec('history', format), [...open]);
    const current = await readLatest(catalog, latest, [...open.keys()]);
    const wrong = reports.filter((report) => current.get(bucketOf(report))?.location !== report.location);
    const create = wrong.filter((report) => !current.has(bucketOf(report))).map(latestInput);
    const update = wrong.filter((report) => current.has(bucketOf(report))).map(latestInput);
    const failures = [
      ...(await inBatches(create, BATCH_LIMITS.create, (inputs) => catalog.createPartitions(latest.name, inputs))),
      ...(await inBatches(update, BATCH_LIMITS.update, (inputs) => catalog.updatePartitions(latest.name, inputs))),
    ];
    const refused = failures.find((failure) => !isWorthAnotherTry(failure));
    if (refused !== undefined) throw entryError(refused);
    open = new Map(failures.flatMap(({ values: [bucket = ''] }) => [[bucket, wanted.get(bucket) ?? '']]));
  }
  if (open.size > 0) throw outrun(catalog, format, [...open.keys()]);
}

/** The newest report in history, by bucket, for buckets that have a newer one than the given one. */
async function newerInHistory(catalog: Catalog, history: TableSpec, known: Shown): Promise<Map<string, string>> {
  const newer = new Map<string, string>();
  for (const buckets of bucketGroups([...known.keys()])) {
    const after = buckets.map((bucket) => known.get(bucket) ?? '').reduce((a, b) => (a < b ? a : b));
    for await (const page of catalog.partitionPages(history.name, { buckets, after })) {
      for (const {
        values: [bucket = '', dt = ''],
      } of page) {
        if (dt > (newer.get(bucket) ?? known.get(bucket) ?? '')) newer.set(bucket, dt);
      }
    }
  }
  return newer;
}

const readLatest = async (catalog: Catalog, latest: TableSpec, buckets: readonly string[]) =>
  new Map(
    (
      await readAll(
        catalog,
        latest,
        buckets.map((bucket) => [bucket]),
      )
    ).map((partition) => [bucketOf(partition), partition]),
  );

async function readAll(
  catalog: Catalog,
  { name }: TableSpec,
  values: readonly (readonly string[])[],
): Promise<StoredPartition[]> {
  const found: StoredPartition[] = [];
  for (const part of chunks(values, BATCH_LIMITS.get)) found.push(...(await catalog.readPartitions(name, part)));
  return found;
}

async function inBatches(
  inputs: readonly PartitionInput[],
  size: number,
  write: (inputs: PartitionInput[]) => Promise<EntryFailure[]>,
): Promise<EntryFailure[]> {
  const failures: EntryFailure[] = [];
  for (const batch of chunks(inputs, size)) failures.push(...(await write(batch)));
  return failures;
}

const bucketOf = ({ values: [bucket = ''] }: StoredPartition) => bucket;

const shownDt = (partition: StoredPartition | undefined) =>
  partition === undefined ? '' : (registeredDt(partition) ?? '');

const latestInput = (report: StoredPartition): PartitionInput => ({
  Values: [bucketOf(report)],
  StorageDescriptor: report.descriptor,
  Parameters: { ...report.parameters },
});

const outrun = ({ database }: Catalog, format: ReportFormat, buckets: readonly string[]) =>
  new Orgs3Error(
    `${database}.${tableSpec('latest', format).name} was changed by others at each of ${ATTEMPTS} attempts for ${buckets.slice(0, 5).join(', ')}`,
  );
