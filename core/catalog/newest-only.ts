import pMap from 'p-map';
import type { VerifiedReport } from '../report/manifest';
import { groupedBy } from '../text/grouped-by';
import { BATCH_LIMITS, type Catalog, type CatalogPartition, valuesKey } from './catalog';
import { chunks } from './chunks';
import { dropPartitions } from './drop-partitions';
import { partitionValues, registeredDt } from './partitions';
import { byAge } from './plan-table';
import type { TableInUse, TablePartition } from './tables-in-use';
import { type PartitionOutcome, writePartitions } from './write-partitions';

/** Calls under way at once. */
const CONCURRENCY = 4;

/** Partitions with these values, of all of the tables, each once: one `BatchGetPartition` per table and 1000 values. */
export async function readFromTables(
  catalog: Catalog,
  tables: readonly TableInUse[],
  values: readonly (readonly string[])[],
): Promise<TablePartition[]> {
  const once = [...new Map(values.map((each) => [valuesKey(each), each])).values()];
  const calls = tables.flatMap((table) => chunks(once, BATCH_LIMITS.get).map((part) => ({ table, part })));
  const read = async ({ table, part }: (typeof calls)[number]) =>
    (await catalog.readPartitions(table.name, part)).map((partition) => ({ table, partition }));
  return (await pMap(calls, read, { concurrency: CONCURRENCY })).flat();
}

/** A report, and the table that shows it. */
export interface PlacedReport {
  readonly report: VerifiedReport;
  readonly table: TableInUse;
}

/**
 * Writes partitions of which several reports share one: the newest scan wins, whatever its table. A partition of an older report in
 * another table of the kind is dropped first, so that no bucket is counted twice.
 *
 * Costs one `BatchGetPartition` per table of the kind where there are several, and what `writePartitions` costs.
 *
 * @param tables all of the kind
 */
export async function writeNewest(
  catalog: Catalog,
  tables: readonly TableInUse[],
  placed: readonly PlacedReport[],
): Promise<ReadonlyMap<VerifiedReport, PartitionOutcome>> {
  const outcomes = new Map<VerifiedReport, PartitionOutcome>(placed.map(({ report }) => [report, 'unchanged']));
  const newest = new Map<string, PlacedReport>();
  for (const each of [...placed].sort((a, b) => byAge(a.report, b.report))) newest.set(placeOf(each), each);
  const others = tables.length > 1 ? await readOthers(catalog, tables, [...newest.values()]) : new Map<string, never>();
  const isBeaten = ({ report }: PlacedReport, other: TablePartition) => dtOf(other.partition) > report.key.dt;
  const wanted = [...newest].flatMap(([place, each]) =>
    (others.get(place) ?? []).some((other) => isBeaten(each, other)) ? [] : [each],
  );
  await dropPartitions(
    catalog,
    wanted.flatMap((each) => others.get(placeOf(each)) ?? []),
  );
  for (const [table, ofTable] of groupedBy(wanted, ({ table }) => table)) {
    const reports = ofTable.map(({ report }) => report);
    for (const [report, outcome] of await writePartitions(catalog, table, reports)) outcomes.set(report, outcome);
  }
  return outcomes;
}

/** Drops partitions, but those that show another report by now: one `BatchGetPartition` per table and 1000, and the drop. */
export async function dropUnchanged(catalog: Catalog, partitions: readonly TablePartition[]): Promise<void> {
  for (const [table, ofTable] of groupedBy(partitions, (each) => each.table)) {
    const read = new Map(ofTable.map(({ partition }) => [valuesKey(partition.values), partition.location]));
    const values = ofTable.map(({ partition }) => partition.values);
    const now = await readFromTables(catalog, [table], values);
    await dropPartitions(
      catalog,
      now.filter(({ partition }) => read.get(valuesKey(partition.values)) === partition.location),
    );
  }
}

/** Reads the partitions with the values of each report that other tables than its own show. */
async function readOthers(
  catalog: Catalog,
  tables: readonly TableInUse[],
  placed: readonly PlacedReport[],
): Promise<ReadonlyMap<string, readonly TablePartition[]>> {
  const own = new Map(placed.map((each) => [placeOf(each), each.table.name]));
  const found = await readFromTables(catalog, tables, placed.map(valuesOf));
  const others = found.filter(({ table, partition }) => own.get(valuesKey(partition.values)) !== table.name);
  return groupedBy(others, ({ partition }) => valuesKey(partition.values));
}

/**
 * Drops all but the newest where several tables of a kind show the same place. Whoever drops must look afterwards whether a
 * newer report is shown, since another invocation can have written what is dropped.
 *
 * Costs one `BatchGetPartition` per table and 1000 values; nothing where there is one table.
 *
 * @returns what was dropped
 */
export async function keepNewest(
  catalog: Catalog,
  tables: readonly TableInUse[],
  values: readonly (readonly string[])[],
): Promise<readonly TablePartition[]> {
  if (tables.length < 2 || values.length === 0) return [];
  const stale = olderOnes(await readFromTables(catalog, tables, values));
  await dropPartitions(catalog, stale);
  return stale;
}

/** The partitions that share their values with a newer one. */
export function olderOnes(partitions: readonly TablePartition[]): TablePartition[] {
  const places = groupedBy(partitions, ({ partition }) => valuesKey(partition.values));
  return [...places.values()].flatMap((shown) => {
    const newest = shown.reduce((a, b) => (dtOf(b.partition) > dtOf(a.partition) ? b : a));
    return shown.filter((each) => each !== newest);
  });
}

const dtOf = (partition: CatalogPartition) => registeredDt(partition) ?? '';
const valuesOf = ({ table, report }: PlacedReport) => partitionValues(table.kind, report.key);
const placeOf = (placed: PlacedReport) => valuesKey(valuesOf(placed));
