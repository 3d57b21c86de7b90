import { Orgs3Error } from '../errors';
import { groupedBy } from '../text/grouped-by';
import {
  BATCH_LIMITS,
  type Catalog,
  type CatalogPartition,
  type EntryFailure,
  type GlueColumn,
  type PartitionInput,
} from './catalog';
import { bucketGroups, chunks } from './chunks';
import { dropPartitions } from './drop-partitions';
import { entryError, isWorthAnotherTry } from './entry-failures';
import { readFromTables } from './newest-only';
import { registeredDt, withColumns } from './partitions';
import { partitionIndexes, REGIONAL_TABLES, tableInput, type TableSpec, tableSpec } from './tables';
import { readTablesInUse, type TableInUse, type TablePartition } from './tables-in-use';

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
 * `BatchGetPartition` for each. One more `GetTables` where a report is put into `latest`.
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
    open = await putRight(catalog, { asked, newest, current });
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
async function putRight(catalog: Catalog, found: Found): Promise<Map<string, string>> {
  const byBucket = groupedBy(found.current, bucketOf);
  const changed = new Map<string, string>();
  const drop: TablePartition[] = [];
  const point: { table: TableSpec; report: CatalogPartition; exists: boolean }[] = [];
  for (const bucket of found.asked) {
    const shown = byBucket.get(bucket) ?? [];
    const wanted = wantedReport(found.newest.get(bucket), shown);
    if (wanted === undefined) continue;
    const table = tableSpec('latest', wanted.table.format, wanted.table.layout);
    const own = shown.find((each) => each.table.name === table.name);
    const stale = shown.filter((each) => each !== own);
    const isRight = own?.partition.location === wanted.partition.location;
    if (isRight && stale.length === 0) continue;
    changed.set(bucket, dtOf(wanted));
    drop.push(...stale);
    if (isRight) continue;
    const { values, ...report } = wanted.partition;
    point.push({ table, report: { ...report, values: values.slice(0, 1) }, exists: own !== undefined });
  }
  const columns = await growLatest(
    catalog,
    point.map(({ table }) => table),
  );
  await dropPartitions(catalog, drop);
  for (const [name, ofTable] of groupedBy(point, ({ table }) => table.name)) {
    const [{ table } = {}] = ofTable;
    const own = columns.get(name);
    if (table === undefined || own === undefined) {
      for (const { report } of ofTable) changed.set(report.values[0] ?? '', '');
      continue;
    }
    const inputs = ofTable.map(({ report, exists }) => ({ exists, input: withColumns(report, table.format, own) }));
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

/**
 * Sees that `latest` tables have at least the columns of their history tables, and makes those that somebody has dropped. The tables are read
 * after the history: a report that it shows may have brought columns a moment ago.
 *
 * @returns the columns of each table by its name; a table that another invocation writes is left out
 */
async function growLatest(catalog: Catalog, wanted: readonly TableSpec[]): Promise<Map<string, readonly GlueColumn[]>> {
  const columns = new Map<string, readonly GlueColumn[]>();
  if (wanted.length === 0) return columns;
  const read = new Map((await catalog.readTables()).map((table) => [table.input.Name, table]));
  for (const spec of new Map(wanted.map((each) => [each.name, each])).values()) {
    const history = read.get(tableSpec('history', spec.format, spec.layout).name)?.input.StorageDescriptor;
    const existing = read.get(spec.name);
    if (history === undefined) continue;
    const before = existing?.input ?? tableInput(spec, [], history.Location);
    const known = new Set(before.StorageDescriptor.Columns.map(({ Name }) => Name));
    const grown = [...before.StorageDescriptor.Columns, ...history.Columns.filter(({ Name }) => !known.has(Name))];
    const input = { ...before, StorageDescriptor: { ...before.StorageDescriptor, Columns: grown } };
    if (existing === undefined) {
      if ((await catalog.createTable(input, partitionIndexes('latest'))) === 'conflict') continue;
    } else if (grown.length > known.size) {
      if ((await catalog.updateTable(input, existing.version)) === 'conflict') continue;
    }
    columns.set(spec.name, grown);
  }
  return columns;
}

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
    `The latest tables of ${database} were changed by others at each of ${ATTEMPTS} attempts for ${buckets.slice(0, 5).join(', ')}`,
  );
