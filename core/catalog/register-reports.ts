import type { VerifiedReport } from '../report/manifest';
import type { Catalog } from './catalog';
import { ensureViews } from './ensure-views';
import { readFromTables, writeNewest } from './newest-only';
import type { Outcome } from './outcome';
import { partitionValues } from './partitions';
import { byAge } from './plan-table';
import { type PlacedReports, type PreparedTables, prepareTables } from './prepare-tables';
import { settleLatest } from './settle-latest';
import { REGIONAL_TABLES, type TablePair } from './tables';
import type { TableInUse } from './tables-in-use';
import { type PartitionOutcome, writePartitions } from './write-partitions';

export type ReportOutcomes = ReadonlyMap<VerifiedReport, Outcome>;

/** The catalog and the tables in which reports are registered. */
export interface CatalogTarget {
  readonly catalog: Catalog;
  /** The folder above all reports; ends in `/`. */
  readonly location: string;
  /** Default: those of a Region. Of other tables, the caller sees to it that a newer report wins over a slower invocation. */
  readonly tables?: TablePair;
}

/**
 * Brings the catalog to where it shows all of the reports, and says of each what became of it. Nothing is thrown: what fails, fails
 * for the reports that need it.
 */
export async function registerInCatalog(
  target: CatalogTarget,
  reports: readonly VerifiedReport[],
): Promise<ReportOutcomes> {
  try {
    return await register(target, reports);
  } catch (error) {
    return allAs({ status: 'failed', error }, reports);
  }
}

async function register(
  { catalog, location, tables = REGIONAL_TABLES }: CatalogTarget,
  reports: readonly VerifiedReport[],
): Promise<ReportOutcomes> {
  if (reports.length === 0) return new Map();
  const prepared = await prepareTables({ catalog, location, tables }, reports);
  const placed = prepared.placed.flatMap((each) => each.reports.map((report) => ({ ...each, report })));
  // Before the partitions: a view that lacks a new table would not show them.
  const viewsError = await errorOf(() => ensureViews(catalog, tables, prepared));
  const history = await writeHistory(catalog, tables, prepared, placed);
  // A report that history does not take must not become a bucket's current state.
  const taken = placed.filter(({ report }) => isDone(history.get(report)));
  const latest = await writeNewest(
    catalog,
    prepared.tables.latest,
    taken.map(({ report, latest: table }) => ({ report, table })),
  );
  const shown = taken.map(({ report }) => report).filter((report) => isDone(latest.get(report)));
  const unsettled =
    tables === REGIONAL_TABLES ? await errorOf(() => settleLatest(catalog, toSettle(taken, latest))) : undefined;
  return new Map<VerifiedReport, Outcome>([
    ...prepared.refused.map(({ report, reason }) => [report, { status: 'refused', reason }] as const),
    ...[...prepared.failed].map(([report, error]) => [report, { status: 'failed', error }] as const),
    ...placed.map((each) => [each.report, joined(each, history.get(each.report), latest.get(each.report))] as const),
    ...(unsettled === undefined ? [] : allAs({ status: 'failed', error: unsettled.error }, shown)),
    // Only once: what was written stays, and the next reports and the daily reconciliation try the views again.
    ...(viewsError === undefined || !prepared.changed
      ? []
      : allAs({ status: 'failed', error: viewsError.error }, shown)),
  ]);
}

type Placed = Pick<PlacedReports, 'history' | 'latest'> & { readonly report: VerifiedReport };

/** In a Region, every report has a history partition of its own; in the asset register, the reports of a day share one. */
async function writeHistory(
  catalog: Catalog,
  tables: TablePair,
  prepared: PreparedTables,
  placed: readonly Placed[],
): Promise<ReadonlyMap<VerifiedReport, PartitionOutcome>> {
  if (tables !== REGIONAL_TABLES) {
    const days = placed.map(({ report, history: table }) => ({ report, table }));
    return writeNewest(catalog, prepared.tables.history, days);
  }
  const outcomes = new Map<VerifiedReport, PartitionOutcome>(placed.map(({ report }) => [report, 'unchanged']));
  for (const { history, reports } of prepared.placed) {
    const known = await shownElsewhere(catalog, prepared, history, reports);
    const open = reports.filter(({ key }) => !known.has(key.location));
    for (const [report, outcome] of await writePartitions(catalog, history, open)) outcomes.set(report, outcome);
  }
  return outcomes;
}

/**
 * Locations of reports that another CSV table shows already: one that a former version took, or that was dropped and made anew with
 * another layout since.
 */
async function shownElsewhere(
  catalog: Catalog,
  { tables }: PreparedTables,
  own: TableInUse,
  reports: readonly VerifiedReport[],
): Promise<ReadonlySet<string>> {
  const others = tables.history.filter(
    ({ format, name }) => format === 'CSV' && own.format === 'CSV' && name !== own.name,
  );
  const values = reports.map(({ key }) => partitionValues('history', key));
  return new Set((await readFromTables(catalog, others, values)).map(({ partition }) => partition.location));
}

const allAs = (outcome: Outcome, reports: readonly VerifiedReport[]) =>
  new Map(reports.map((report) => [report, outcome] as const));

/** Returns the error that a step throws; `undefined` where it succeeds. */
async function errorOf(step: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await step();
    return undefined;
  } catch (error) {
    return { error };
  }
}

/** The newest report of each bucket; "" where it is not known what the bucket shows. */
function toSettle(taken: readonly Placed[], latest: ReadonlyMap<VerifiedReport, PartitionOutcome>) {
  const reports = taken.map(({ report }) => report).sort(byAge);
  const unknown = new Set(reports.filter((report) => !isDone(latest.get(report))).map(({ key }) => key.bucket));
  return new Map(reports.map(({ key }) => [key.bucket, unknown.has(key.bucket) ? '' : key.dt] as const));
}

const isDone = (outcome: PartitionOutcome | undefined) => outcome === 'written' || outcome === 'unchanged';

function joined(
  tables: Readonly<Record<keyof TablePair, TableInUse>>,
  history: PartitionOutcome | undefined,
  latest: PartitionOutcome | undefined,
): Outcome {
  for (const part of [history, latest]) if (typeof part === 'object') return part;
  const written = [
    ...(history === 'written' ? [tables.history.name] : []),
    ...(latest === 'written' ? [tables.latest.name] : []),
  ];
  return written.length === 0 ? { status: 'unchanged' } : { status: 'registered', tables: written };
}
