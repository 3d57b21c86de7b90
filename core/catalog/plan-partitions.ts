import type { VerifiedReport } from '../report/manifest';
import { type CatalogPartition, type PartitionInput, valuesKey } from './catalog';
import { partitionInput, partitionValues, registeredDt } from './partitions';
import { type CatalogRefusal, byAge } from './plan-table';
import type { TableKind } from './tables';

/** A partition to write, and the report it stands for. */
export interface PlannedPartition {
  readonly report: VerifiedReport;
  readonly input: PartitionInput;
}

/** What one table needs so that it shows some reports. Every report is in exactly one of the lists. */
export interface PartitionPlan {
  readonly create: readonly PlannedPartition[];
  readonly update: readonly PlannedPartition[];
  /** Nothing to do: already there, or there is a newer one. */
  readonly unchanged: readonly VerifiedReport[];
  readonly refused: readonly CatalogRefusal[];
}

/** A partition as it is, or as this plan makes it. */
interface PartitionState {
  readonly location: string;
  readonly dt: string | undefined;
}

/**
 * Plans the partitions of one table. The same reports again plan nothing, and their order does not matter. Where several
 * reports share one partition (in all tables but `history`), the newest scan wins.
 *
 * @param existing what the catalog holds for the reports' partition values, in any order
 */
export function planPartitions(
  kind: TableKind,
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
  // Newest first: of several reports of one bucket, only the newest one moves a partition that they share.
  for (const report of [...reports].sort(byAge).reverse()) {
    const id = valuesKey(partitionValues(kind, report));
    const decision = decide(kind, report, states.get(id));
    if (decision === 'unchanged') unchanged.push(report);
    else if (decision === 'create' || decision === 'update') {
      (decision === 'create' ? create : update).push({ report, input: partitionInput(kind, report) });
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
    // The register may show a report where it lies, or a copy: what it is told now counts.
    const moved = state.dt === key.dt && (kind === 'register' || kind === 'register-latest');
    return older || moved ? 'update' : 'unchanged';
  }
  return {
    reason: `partition ${key.bucket}, ${key.dt} is registered at ${state.location} already; two reports cannot share it`,
  };
}
