import { dropPartitions } from '../catalog/drop-partitions';
import type { TablePartition } from '../catalog/tables-in-use';
import { alignColumns, misaligned } from './align-columns';
import type { Tally } from './changes';
import { dtOf, isExpired, parseReportLocation } from './plan-bucket';
import { readGroup, type GroupFacts, type Reconciler, type SourceBucket } from './read-group';
import { registerLost } from './register-lost';
import { repairLatest } from './repair-latest';

/**
 * Brings the tables to where they show what the destination bucket holds of some buckets: drops partitions whose reports have
 * expired or are gone, registers reports without a partition, gives partitions the columns of their tables, points the
 * `latest` tables at the newest. The order matters: a run that ends in between leaves each bucket in `latest`, from where the next run
 * finds it.
 *
 * Costs what `readGroup` costs; two reads for each report that is registered, or whose `symlink.txt` is missing; one
 * `BatchUpdatePartition` for 100 partitions with columns of another order; what `settleLatest` costs where `latest` is wrong.
 *
 * @param buckets as many as one `PartitionFilter` takes
 * @throws Orgs3Error where the listing or the catalog could not be read or written; nothing is dropped for what was not read
 */
export async function reconcileBuckets(
  reconciler: Reconciler,
  buckets: readonly SourceBucket[],
  tally: Tally,
): Promise<void> {
  const { scope, steps } = reconciler;
  const group = await readGroup(reconciler, buckets);
  tally.count({ buckets: group.folders, reports: group.reports.length });

  const shown = new Set(group.history.map(({ partition }) => partition.location));
  const wanted = group.reports.filter(({ key, state }) => {
    if (isExpired(key.dt, scope.expiredBefore)) return false;
    return !shown.has(key.location) || state === 'broken';
  });
  const found = await registerLost(reconciler, wanted, tally);

  const isStale = staleness(reconciler, group, found.broken);
  const expired = group.history.filter(isStale);
  if (!scope.dryRun) await dropPartitions(steps.catalog, expired);
  for (const { table, partition } of expired) {
    const [bucket = '', dt = ''] = partition.values;
    tally.change({ kind: 'dropped', table: table.name, bucket, dt });
  }
  const gone = new Set(expired);
  const history = group.history.filter((each) => !gone.has(each));
  const isOurs = ({ partition }: TablePartition) =>
    parseReportLocation(partition, scope.destinationBucket) !== undefined;
  const crooked = misaligned([...history, ...group.latest].filter(isOurs));
  tally.count({ aligned: crooked.length });
  if (!scope.dryRun) await alignColumns(steps.catalog, crooked);
  const aligned = crooked
    .filter(({ table }) => table.kind === 'latest')
    .map(({ partition }) => partition.values[0] ?? '');
  await repairLatest(reconciler, { group, history, isStale, touched: [...found.registered, ...aligned] }, tally);
}

/** Tells which partitions show a report that has expired, is gone, or has lost its `symlink.txt`. */
function staleness({ scope }: Reconciler, { stateOf }: GroupFacts, broken: ReadonlySet<string>) {
  return (each: TablePartition): boolean => {
    const { partition } = each;
    const state = stateOf(partition);
    if (state === 'gone' || (state === 'broken' && broken.has(partition.location))) return true;
    // Somebody else's partition stays, however old.
    const isOurs = partition.location.startsWith(`s3://${scope.destinationBucket}/`);
    return isOurs && isExpired(dtOf(each), scope.expiredBefore);
  };
}
