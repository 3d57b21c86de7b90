import { tableSpec } from '../catalog/tables';
import type { Tally } from './changes';
import { dropPartitions } from './drop-partitions';
import { expiredPartitions } from './plan-bucket';
import { readGroup, type Reconciler, type SourceBucket } from './read-group';
import { registerLost } from './register-lost';
import { repairLatest } from './repair-latest';

/**
 * Makes the tables match the reports of a group of buckets: drops partitions without a report, registers reports without a
 * partition, and points the `latest` tables to the newest reports. The order matters: if a run stops in between, each bucket is
 * still in a `latest` table, where the next run finds it.
 *
 * Costs one listing per bucket; per group one `GetPartitions` per history table and page, and two `BatchGetPartition` per `latest`
 * table; and two reads per registered report.
 *
 * @param buckets at most as many as one `PartitionFilter` can hold
 * @throws Orgs3Error where the listing fails, or the catalog cannot be read or written; nothing is dropped after a failed read
 */
export async function reconcileBuckets(
  reconciler: Reconciler,
  buckets: readonly SourceBucket[],
  tally: Tally,
): Promise<void> {
  const { scope, steps } = reconciler;
  const { destinationBucket } = scope;
  const group = await readGroup(reconciler, buckets);
  tally.count({ buckets: group.folders, reports: group.reports.length });

  const expired = expiredPartitions({ history: group.history, latest: [], destinationBucket, exists: group.exists });
  if (!scope.dryRun) await dropPartitions(steps.catalog, 'history', expired);
  for (const { format, partition } of expired) {
    const [bucket = '', dt = ''] = partition.values;
    tally.change({ kind: 'dropped', table: tableSpec('history', format).name, bucket, dt });
  }
  const gone = new Set(expired);
  const kept = group.history.filter((partition) => !gone.has(partition));
  const shown = new Set(kept.map(({ partition }) => partition.location));
  const lost = group.reports.filter(({ location }) => !shown.has(location));
  const registered = await registerLost(reconciler, lost, tally);
  await repairLatest(reconciler, group, scope.dryRun ? kept : [...kept, ...registered], tally);
}
