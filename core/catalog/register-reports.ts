import type { Catalog } from './catalog';
import { ensureViews } from './ensure-views';
import { type CatalogRefusal, byAge, planTable } from './plan-table';
import { REGIONAL_TABLES, type TablePair, type TableSpec, partitionIndexes, tableSpec } from './tables';
import { Orgs3Error } from '../errors';
import { REPORT_FORMATS, type ReportFormat } from '../report/fields';
import type { VerifiedReport } from '../report/manifest';
import type { Outcome } from './outcome';
import { settleLatest } from './settle-latest';
import { type PartitionOutcome, writePartitions } from './write-partitions';

/** Attempts to write a table while other invocations write it, too. */
const ATTEMPTS = 4;

export type ReportOutcomes = ReadonlyMap<VerifiedReport, Outcome>;

/** The catalog and the tables that reports are registered in. */
export interface CatalogTarget {
  readonly catalog: Catalog;
  /** The folder above all reports; ends in `/`. */
  readonly location: string;
  /** Default: the tables of a Region. For other tables, the caller makes sure that a newer report wins over a slower invocation. */
  readonly tables?: TablePair;
}

/**
 * Registers reports in the catalog, and returns one outcome per report. Never throws: a failure affects only the reports that depend
 * on it.
 */
export async function registerInCatalog(
  target: CatalogTarget,
  reports: readonly VerifiedReport[],
): Promise<ReportOutcomes> {
  const outcomes = new Map<VerifiedReport, Outcome>();
  for (const format of REPORT_FORMATS) {
    const ofFormat = reports.filter((report) => report.format === format).sort(byAge);
    if (ofFormat.length === 0) continue;
    try {
      for (const [report, outcome] of await registerFormat(target, format, ofFormat)) outcomes.set(report, outcome);
    } catch (error) {
      for (const report of ofFormat) outcomes.set(report, { status: 'failed', error });
    }
  }
  return outcomes;
}

async function registerFormat(
  target: CatalogTarget,
  format: ReportFormat,
  reports: readonly VerifiedReport[],
): Promise<ReportOutcomes> {
  const { catalog, tables = REGIONAL_TABLES } = target;
  const specs = { history: tableSpec(tables.history, format), latest: tableSpec(tables.latest, format) };
  const { accepted, refused, changed } = await ensureTables(target, [specs.history, specs.latest], reports);
  const history = await writePartitions(catalog, specs.history, accepted);
  // A report that the history table refuses must not become the bucket's newest report.
  const taken = accepted.filter((report) => isDone(history.get(report)));
  const latest = await writePartitions(catalog, specs.latest, taken);
  const shown = taken.filter((report) => isDone(latest.get(report)));
  return new Map<VerifiedReport, Outcome>([
    ...refused.map(({ report, reason }) => [report, { status: 'refused', reason }] as const),
    ...accepted.map((report) => [report, joined(specs, history.get(report), latest.get(report))] as const),
    ...(tables === REGIONAL_TABLES ? await unsettled(catalog, format, shown) : []),
    ...(tables === REGIONAL_TABLES && changed ? await withoutViews(catalog, shown) : []),
  ]);
}

/** Settles `latest`. Returns all reports as failed if that fails; else none. */
async function unsettled(
  catalog: Catalog,
  format: ReportFormat,
  reports: readonly VerifiedReport[],
): Promise<(readonly [VerifiedReport, Outcome])[]> {
  try {
    await settleLatest(catalog, format, newestOf(reports));
    return [];
  } catch (error) {
    return reports.map((report) => [report, { status: 'failed', error }] as const);
  }
}

/** Updates the views. Returns all reports as failed if that fails; else none. */
async function withoutViews(
  catalog: Catalog,
  reports: readonly VerifiedReport[],
): Promise<(readonly [VerifiedReport, Outcome])[]> {
  try {
    await ensureViews(catalog);
    return [];
  } catch (error) {
    return reports.map((report) => [report, { status: 'failed', error }] as const);
  }
}

/** The newest report of each bucket; `reports` are sorted by age. */
const newestOf = (reports: readonly VerifiedReport[]) =>
  new Map(reports.map(({ key }) => [key.bucket, key.dt] as const));

const isDone = (outcome: PartitionOutcome | undefined) => outcome === 'written' || outcome === 'unchanged';

function joined(
  specs: Readonly<Record<keyof TablePair, TableSpec>>,
  history: PartitionOutcome | undefined,
  latest: PartitionOutcome | undefined,
): Outcome {
  for (const part of [history, latest]) if (typeof part === 'object') return part;
  const tables = [
    ...(history === 'written' ? [specs.history.name] : []),
    ...(latest === 'written' ? [specs.latest.name] : []),
  ];
  return tables.length === 0 ? { status: 'unchanged' } : { status: 'registered', tables };
}

interface ReadyTables {
  readonly accepted: readonly VerifiedReport[];
  readonly refused: readonly CatalogRefusal[];
  /** True if a table was created or got more columns. */
  readonly changed: boolean;
}

async function ensureTables(
  target: CatalogTarget,
  specs: readonly TableSpec[],
  reports: readonly VerifiedReport[],
): Promise<ReadyTables> {
  const refused: CatalogRefusal[] = [];
  let accepted = reports;
  let changed = false;
  for (const spec of specs) {
    if (accepted.length === 0) break;
    const plan = await ensureTable(target, spec, accepted);
    accepted = plan.accepted;
    refused.push(...plan.refused);
    changed ||= plan.changed;
  }
  return { accepted, refused, changed };
}

async function ensureTable(
  { catalog, location }: CatalogTarget,
  spec: TableSpec,
  reports: readonly VerifiedReport[],
): Promise<ReadyTables> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const existing = await catalog.readTable(spec.name);
    const plan = planTable({ spec, existing, reports, location });
    if (plan.action === 'none') return { ...plan, changed: false };
    const written =
      plan.action === 'create'
        ? await catalog.createTable(plan.input, partitionIndexes(spec.kind))
        : await catalog.updateTable(plan.input, existing?.version);
    if (written === 'done') return { ...plan, changed: true };
  }
  throw new Orgs3Error(`Table ${catalog.database}.${spec.name} was changed by others at each of ${ATTEMPTS} attempts`);
}
