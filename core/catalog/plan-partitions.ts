import type { VerifiedReport } from '../report/manifest';
import { type CatalogPartition, type GlueColumn, type PartitionInput, valuesKey } from './catalog';
import { partitionInput, partitionValues, registeredDt } from './partitions';
import { type CatalogRefusal, byAge } from './plan-table';
import type { TableKind } from './tables';

/** A partition to write, and the report that it shows. */
export interface PlannedPartition {
  readonly report: VerifiedReport;
  readonly input: PartitionInput;
}

/** The changes that make one table show some reports. Every report is in exactly one of the lists. */
export interface PartitionPlan {
  readonly create: readonly PlannedPartition[];
  readonly update: readonly PlannedPartition[];
  /** Reports that the table shows already, or that are older than the ones it shows. */
  readonly unchanged: readonly VerifiedReport[];
  readonly refused: readonly CatalogRefusal[];
}

/** A table whose partitions are planned. */
export interface PlannedTable {
  readonly kind: TableKind;
  /** Those that its partitions get. */
  readonly columns: readonly GlueColumn[];
}

/** A partition as it is, or as this plan makes it. */
interface PartitionState {
  readonly location: string;
  readonly dt: string | undefined;
}

/**
 * Plans the partitions of one table. Repeated reports change nothing, and the order of the reports does not matter. If several
 * reports share one partition (in all tables but `history`), the newest scan wins.
 *
 * @param existing the catalog's partitions with the values of the reports, in any order
 */
export function planPartitions(
  { kind, columns }: PlannedTable,
  reports: readonly VerifiedReport[],
  existing: readonly CatalogPartition[],
): PartitionPlan {
  const states = new Map<string, PartitionState>(
    existing.map((partition) => [
      valuesKey(partition.values),
      { location: partition.location, dt: registeredDt(partition) },
    ]),
  );
  const create: PlannedPartition[] = [];
  const update: PlannedPartition[] = [];
  const unchanged: VerifiedReport[] = [];
  const refused: CatalogRefusal[] = [];
  // The newest report comes first, so that only it moves a partition that several reports share.
  for (const report of [...reports].sort(byAge).reverse()) {
    const id = valuesKey(partitionValues(kind, report.key));
    const decision = decide(kind, report, states.get(id));
    if (decision === 'unchanged') unchanged.push(report);
    else if (decision === 'create' || decision === 'update') {
      (decision === 'create' ? create : update).push({ report, input: partitionInput(kind, report, columns) });
      states.set(id, report.key);
    } else refused.push({ report, reason: decision.reason });
  }
  return { create, update, unchanged, refused };
}

type Decision = 'create' | 'update' | 'unchanged' | { readonly reason: string };

function decide(kind: TableKind, { key }: VerifiedReport, state: PartitionState | undefined): Decision {
  if (state === undefined) return 'create';
  if (state.location === key.location) return 'unchanged';
  if (kind !== 'history') {
    const older = state.dt === undefined || state.dt < key.dt;
    // The asset register can show a report itself or a copy of it. The location given now counts.
    const moved = state.dt === key.dt && (kind === 'asset-history' || kind === 'asset-latest');
    return older || moved ? 'update' : 'unchanged';
  }
  return {
    reason: `partition ${key.bucket}, ${key.dt} is registered at ${state.location} already; two reports cannot share it`,
  };
}
