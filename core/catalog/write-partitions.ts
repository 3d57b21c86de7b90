import pMap from 'p-map';
import {
  BATCH_LIMITS,
  type Catalog,
  type CatalogPartition,
  type EntryFailure,
  type PartitionInput,
  valuesKey,
} from './catalog';
import { chunks } from './chunks';
import { entryError, isConflict, isWorthAnotherTry } from './entry-failures';
import { partitionValues } from './partitions';
import { type PartitionPlan, type PlannedPartition, planPartitions } from './plan-partitions';
import type { TableInUse } from './tables-in-use';
import { Orgs3Error } from '../errors';
import type { VerifiedReport } from '../report/manifest';
import type { Outcome } from './outcome';

/** The outcome for a report's partition in one table. */
export type PartitionOutcome = 'written' | 'unchanged' | Extract<Outcome, { status: 'refused' | 'failed' }>;

/** Attempts to write partitions while other invocations write them, too, or while Glue fails. */
const ATTEMPTS = 4;
/** Batches at the same time. Glue limits the rate per account, and others in the account need a share. */
const CONCURRENCY = 4;

/** Writes the partitions that one table lacks, 100 a call. A batch that fails, fails for its own reports alone. */
export async function writePartitions(
  catalog: Catalog,
  table: TableInUse,
  reports: readonly VerifiedReport[],
): Promise<ReadonlyMap<VerifiedReport, PartitionOutcome>> {
  const outcomes = new Map<VerifiedReport, PartitionOutcome>();
  let open = reports;
  let failures: ReadonlyMap<VerifiedReport, EntryFailure> = new Map();
  for (let attempt = 0; attempt < ATTEMPTS && open.length > 0; attempt += 1) {
    const plan = planPartitions(table, open, await readExisting(catalog, table, open));
    for (const report of plan.unchanged) outcomes.set(report, 'unchanged');
    for (const { report, reason } of plan.refused) outcomes.set(report, { status: 'refused', reason });
    const written = await carryOut(catalog, table, plan);
    failures = new Map(written.flatMap(([report, outcome]) => (isOpen(outcome) ? [[report, outcome.again]] : [])));
    for (const [report, outcome] of written) if (!isOpen(outcome)) outcomes.set(report, outcome);
    open = [...failures.keys()];
  }
  for (const [report, failure] of failures) {
    const error = isConflict(failure) ? outrun(catalog, table) : entryError(failure);
    outcomes.set(report, { status: 'failed', error });
  }
  return outcomes;
}

const outrun = (catalog: Catalog, table: TableInUse) =>
  new Orgs3Error(
    `A partition of ${catalog.database}.${table.name} was changed by others at each of ${ATTEMPTS} attempts`,
  );

async function readExisting(
  catalog: Catalog,
  table: TableInUse,
  reports: readonly VerifiedReport[],
): Promise<CatalogPartition[]> {
  const wanted = new Map(
    reports.map((report) => {
      const values = partitionValues(table.kind, report.key);
      return [valuesKey(values), values];
    }),
  );
  const pages = await pMap(
    chunks([...wanted.values()], BATCH_LIMITS.get),
    (values) => catalog.readPartitions(table.name, values),
    { concurrency: CONCURRENCY },
  );
  return pages.flat();
}

/** A partition to read and plan again, and the failure that is the reason. */
interface Open {
  readonly again: EntryFailure;
}

type Written = readonly [VerifiedReport, PartitionOutcome | Open];

const isOpen = (outcome: PartitionOutcome | Open): outcome is Open => typeof outcome === 'object' && 'again' in outcome;

async function carryOut(catalog: Catalog, table: TableInUse, { create, update }: PartitionPlan): Promise<Written[]> {
  const calls = [
    ...chunks(create, BATCH_LIMITS.create).map(
      (entries) => () => writeBatch(entries, (inputs) => catalog.createPartitions(table.name, inputs)),
    ),
    ...chunks(update, BATCH_LIMITS.update).map(
      (entries) => () => writeBatch(entries, (inputs) => catalog.updatePartitions(table.name, inputs)),
    ),
  ];
  return (await pMap(calls, (call) => call(), { concurrency: CONCURRENCY })).flat();
}

async function writeBatch(
  entries: readonly PlannedPartition[],
  write: (inputs: PartitionInput[]) => Promise<EntryFailure[]>,
): Promise<Written[]> {
  try {
    const failures = await write(entries.map(({ input }) => input));
    const failed = new Map(failures.map((failure) => [valuesKey(failure.values), failure]));
    return entries.map(({ report, input }) => [report, entryOutcome(failed.get(valuesKey(input.Values)))]);
  } catch (error) {
    return entries.map(({ report }) => [report, { status: 'failed', error }]);
  }
}

function entryOutcome(failure: EntryFailure | undefined): PartitionOutcome | Open {
  if (failure === undefined) return 'written';
  return isWorthAnotherTry(failure) ? { again: failure } : { status: 'failed', error: entryError(failure) };
}
