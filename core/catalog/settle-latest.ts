import { Orgs3Error } from '../errors';
import { groupedBy } from '../text/grouped-by';
import { BATCH_LIMITS, type Catalog, type EntryFailure, type PartitionInput } from './catalog';
import { bucketGroups, chunks } from './chunks';
import { dropPartitions } from './drop-partitions';
import { entryError, isWorthAnotherTry } from './entry-failures';
import { readFromTables } from './newest-only';
import { registeredDt, withColumns } from './partitions';
import { REGIONAL_TABLES, tableSpec } from './tables';
import { readTablesInUse, type TableInUse, type TablePartition, type TablesInUse } from './tables-in-use';

/** Number of attempts; the tables are read again where other invocations write the same buckets at the same time. */
const ATTEMPTS = 5;

/** Buckets, and the `dt` of the report that each is known to show; "" for one that may show anything. */
export type Shown = ReadonlyMap<string, string>;

/**
 * Sees that the `latest` tables show one report of each bucket, and none that is older than the newest in the history tables. Glue
 * has no conditional update of a partition: an invocation can overwrite or drop what a faster one wrote meanwhile. But
 * every invocation writes history first. So whoever wrote or dropped a `latest` partition calls this afterwards. It reads the tables
 * anew, puts a newer report of history into `latest`, drops what other tables show of the bucket, and repeats that until there is
 * nothing to do.
 *
 * Costs one `GetTables`, one `GetPartitions` per history table for 25 buckets and, where there is more than one `latest` table, one
 * `BatchGetPartition` for each.
 *
 * @param shown the buckets whose partitions were written or dropped
 * @throws Orgs3Error naming the buckets where others were faster at every attempt, and Glue's error where it refused
 */
export async function settleLatest(catalog: Catalog, shown: Shown): Promise<void> {
  let open = shown;
  for (let attempt = 0; attempt < ATTEMPTS && open.size > 0; attempt += 1) {
    const tables = await readTablesInUse(catalog, REGIONAL_TABLES);
    const newest = await newestInHistory(catalog, tables.history, open);
    const asked = tables.latest.length > 1 ? [...open.keys()] : [...newest.keys()];
    const current = await readFromTables(
      catalog,
      tables.latest,
      asked.map((bucket) => [bucket]),
    );
    open = await putRight(catalog, tables, { asked, newest, current });
  }
  if (open.size > 0) throw outrun(catalog, [...open.keys()]);
}

interface Found {
  readonly asked: readonly string[];
  /** The newest report in history of each bucket. */
  readonly newest: ReadonlyMap<string, TablePartition>;
  /** The `latest` partitions of these buckets. */
  readonly current: readonly TablePartition[];
}

/** Returns the buckets that were changed, and what each shows now. */
async function putRight(catalog: Catalog, tables: TablesInUse, found: Found): Promise<Map<string, string>> {
  const byBucket = groupedBy(found.current, bucketOf);
  const changed = new Map<string, string>();
  const drop: TablePartition[] = [];
  const point: { table: TableInUse; input: PartitionInput; exists: boolean }[] = [];
  for (const bucket of found.asked) {
    const shown = byBucket.get(bucket) ?? [];
    const wanted = wantedReport(found.newest.get(bucket), shown);
    if (wanted === undefined) continue;
    const table = latestTableOf(tables, wanted.table);
    if (table === undefined) {
      // Another invocation is about to make it.
      changed.set(bucket, '');
      continue;
    }
    const own = shown.find((each) => each.table.name === table.name);
    const stale = shown.filter((each) => each !== own);
    const isRight = own?.partition.location === wanted.partition.location;
    if (isRight && stale.length === 0) continue;
    changed.set(bucket, dtOf(wanted));
    drop.push(...stale);
    if (isRight) continue;
    const { values, ...report } = wanted.partition;
    const input = withColumns({ ...report, values: values.slice(0, 1) }, table.format, table.columns);
    point.push({ table, input, exists: own !== undefined });
  }
  await dropPartitions(catalog, drop);
  for (const [table, inputs] of groupedBy(point, (each) => each.table)) {
    const create = inputs.filter(({ exists }) => !exists).map(({ input }) => input);
    const update = inputs.filter(({ exists }) => exists).map(({ input }) => input);
    const failures = [
      ...(await inBatches(create, BATCH_LIMITS.create, (batch) => catalog.createPartitions(table.name, batch))),
      ...(await inBatches(update, BATCH_LIMITS.update, (batch) => catalog.updatePartitions(table.name, batch))),
    ];
    const refused = failures.find((failure) => !isWorthAnotherTry(failure));
    if (refused !== undefined) throw entryError(refused);
    for (const { values } of failures) changed.set(values[0] ?? '', '');
  }
  return changed;
}

/** The report that a bucket has to show: the newest one of history, or a newer one that is shown already. */
function wantedReport(
  newest: TablePartition | undefined,
  shown: readonly TablePartition[],
): TablePartition | undefined {
  return shown.reduce((best, each) => (best === undefined || dtOf(each) > dtOf(best) ? each : best), newest);
}

const latestTableOf = ({ latest }: TablesInUse, { format, layout }: TableInUse) =>
  latest.find(({ name }) => name === tableSpec('latest', format, layout).name);

/** The newest report of each bucket that is newer than the one it is known to show. */
async function newestInHistory(
  catalog: Catalog,
  tables: readonly TableInUse[],
  known: Shown,
): Promise<Map<string, TablePartition>> {
  const newest = new Map<string, TablePartition>();
  for (const buckets of bucketGroups([...known.keys()])) {
    const after = buckets.map((bucket) => known.get(bucket) ?? '').reduce((a, b) => (a < b ? a : b));
    for (const table of tables) {
      for await (const page of catalog.partitionPages(table.name, { buckets, after })) {
        for (const partition of page) {
          const [bucket = '', dt = ''] = partition.values;
          const best = newest.get(bucket);
          if (dt > (best === undefined ? (known.get(bucket) ?? '') : dtOf(best)))
            newest.set(bucket, { table, partition });
        }
      }
    }
  }
  return newest;
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

const bucketOf = ({ partition: { values } }: TablePartition) => values[0] ?? '';

/** A history partition's second value is its `dt`; a `latest` partition has it in its parameters. */
const dtOf = ({ table, partition }: TablePartition) =>
  table.kind === 'history' ? (partition.values[1] ?? '') : (registeredDt(partition) ?? '');

const outrun = ({ database }: Catalog, buckets: readonly string[]) =>
  new Orgs3Error(
    `The latest tables of ${database} were changed by others, or lacked one of their tables, at each of ${ATTEMPTS} attempts for ${buckets.slice(0, 5).join(', ')}`,
  );
