import { Orgs3Error } from '../errors';
import type { VerifiedReport } from '../report/manifest';
import { groupedBy } from '../text/grouped-by';
import type { Catalog, CatalogTable, TableInput } from './catalog';
import { byAge, type CatalogRefusal, planTable, type TablePlan } from './plan-table';
import { layoutId, partitionIndexes, tableSpec, type TableKind, type TablePair, type TableSpec } from './tables';
import { type TableInUse, type TablesInUse, tablesInUse } from './tables-in-use';

/** Number of attempts; tables are read and planned anew where another invocation writes them at the same time. */
const ATTEMPTS = 8;

/** Reports of one format, of CSV also of one layout, and the two tables that show them. */
export interface PlacedReports {
  readonly history: TableInUse;
  readonly latest: TableInUse;
  /** Oldest first. */
  readonly reports: readonly VerifiedReport[];
}

/** Tables that are ready for the partitions of some reports. */
export interface PreparedTables {
  readonly placed: readonly PlacedReports[];
  readonly refused: readonly CatalogRefusal[];
  /** Reports whose tables could not be written, and the error. */
  readonly failed: ReadonlyMap<VerifiedReport, unknown>;
  /** All of our tables, those of other formats and layouts too. */
  readonly tables: TablesInUse;
  /** The database as it was read, before the changes. */
  readonly read: readonly CatalogTable[];
  /** A table was made, or has more columns now. */
  readonly changed: boolean;
}

/** The catalog, and the kinds and location of its tables. */
export interface PreparationTarget {
  readonly catalog: Catalog;
  /** The folder above all reports; ends in `/`. */
  readonly location: string;
  readonly tables: TablePair;
}

/**
 * Makes the tables that reports need, and adds the columns that they lack. Which tables show a report of CSV depends on the order
 * of its columns: the first layout gets the tables with the short names.
 *
 * Costs one `GetTables`, and one call for each table that is made or changed.
 *
 * @throws AwsCallError where the tables cannot be read
 */
export async function prepareTables(
  target: PreparationTarget,
  reports: readonly VerifiedReport[],
): Promise<PreparedTables> {
  const { catalog, tables: pair } = target;
  const failed = new Map<VerifiedReport, unknown>();
  let changed = false;
  for (let attempt = 1; ; attempt += 1) {
    const read = await catalog.readTables();
    const plan = planTables(
      target,
      read,
      reports.filter((report) => !failed.has(report)),
    );
    const done: TableWrite[] = [];
    const conflicts: TableWrite[] = [];
    // Of two tables of a pair, the second is made for the layout of the first: never where that could not be made.
    const unmade = new Set<VerifiedReport>();
    for (const write of plan.writes) {
      if (write.needed.some((report) => unmade.has(report))) continue;
      // What others have made changes the plan. Which tables are for which layout of CSV depends on all tables of CSV.
      const isOutdated = unmade.size > 0 && (attempt < ATTEMPTS || write.spec.format === 'CSV');
      if (isOutdated) {
        conflicts.push(write);
        continue;
      }
      try {
        if ((await writeTable(catalog, write)) === 'done') {
          done.push(write);
          continue;
        }
        conflicts.push(write);
      } catch (error) {
        for (const report of write.needed) failed.set(report, error);
      }
      for (const report of write.needed) unmade.add(report);
    }
    changed ||= done.length > 0;
    if (conflicts.length > 0 && attempt < ATTEMPTS) continue;
    for (const { spec, needed } of conflicts)
      for (const report of needed) failed.set(report, failed.get(report) ?? outrun(catalog, spec.name));
    const written = new Set(done.map(({ spec }) => spec.name));
    return {
      placed: plan.placed.map((each) => ({ ...each, reports: each.reports.filter((report) => !failed.has(report)) })),
      refused: plan.refused,
      failed,
      tables: tablesInUse(
        [
          ...read.filter((table) => !written.has(table.input.Name)),
          ...done.map(({ input }) => ({ input, version: undefined })),
        ],
        pair,
      ),
      read,
      changed,
    };
  }
}

const writeTable = (catalog: Catalog, { spec, action, input, version }: TableWrite) =>
  action === 'create' ? catalog.createTable(input, partitionIndexes(spec.kind)) : catalog.updateTable(input, version);

const outrun = ({ database }: Catalog, table: string) =>
  new Orgs3Error(`Table ${database}.${table} was changed by others at each of ${ATTEMPTS} attempts`);

interface TableWrite {
  readonly spec: TableSpec;
  readonly action: 'create' | 'update';
  readonly input: TableInput;
  readonly version: string | undefined;
  /** The reports that need it. */
  readonly needed: readonly VerifiedReport[];
}

interface TablesPlan {
  readonly placed: readonly PlacedReports[];
  readonly refused: readonly CatalogRefusal[];
  readonly writes: readonly TableWrite[];
}

function planTables(
  { location, tables: pair }: PreparationTarget,
  read: readonly CatalogTable[],
  reports: readonly VerifiedReport[],
): TablesPlan {
  const known = new Map(read.map((table) => [table.input.Name, table]));
  const planned = new Map<string, TableInput>();
  const placed: PlacedReports[] = [];
  const refused: CatalogRefusal[] = [];
  const writes: TableWrite[] = [];
  const planOne = (spec: TableSpec, wanted: readonly VerifiedReport[]): TablePlan => {
    const existing = known.get(spec.name);
    const plan = planTable({ spec, existing, reports: wanted, location });
    refused.push(...plan.refused);
    planned.set(spec.name, plan.input);
    if (plan.action !== 'none') {
      writes.push({
        spec,
        action: plan.action,
        input: plan.input,
        version: existing?.version,
        needed: plan.accepted,
      });
    }
    return plan;
  };
  for (const [, ofGeneration] of groupedBy([...reports].sort(byAge), generationKey)) {
    const specs = specsFor(pair, ofGeneration, (name) => planned.get(name) ?? known.get(name)?.input);
    const history = planOne(specs.history, ofGeneration);
    if (history.accepted.length === 0) continue;
    const latest = planOne(specs.latest, history.accepted);
    placed.push({
      history: { ...specs.history, columns: history.input.StorageDescriptor.Columns },
      latest: { ...specs.latest, columns: latest.input.StorageDescriptor.Columns },
      reports: latest.accepted,
    });
  }
  return { placed, refused, writes };
}

const generationKey = ({ format, columns }: VerifiedReport) =>
  format === 'CSV' ? `CSV ${columns.map(({ name }) => name).join()}` : format;

/** The two tables of reports of one format and layout: those of the layout where they exist, else the first ones where these fit. */
function specsFor(
  pair: TablePair,
  [report]: readonly VerifiedReport[],
  tableOf: (name: string) => TableInput | undefined,
): { readonly history: TableSpec; readonly latest: TableSpec } {
  const { format, columns = [] } = report ?? { format: 'Parquet' as const };
  const first = { history: tableSpec(pair.history, format), latest: tableSpec(pair.latest, format) };
  if (format !== 'CSV') return first;
  const ofLayout = (kind: TableKind) => tableSpec(kind, format, layoutId(columns));
  const own = { history: ofLayout(pair.history), latest: ofLayout(pair.latest) };
  if (tableOf(own.history.name) !== undefined) return own;
  const wanted = columns.map(({ name }) => name).join();
  const fits = [first.history, first.latest].every(({ name }) => {
    const found = tableOf(name)
      ?.StorageDescriptor.Columns.map(({ Name }) => Name)
      .join();
    return found === undefined || found === wanted;
  });
  return fits ? first : own;
}
