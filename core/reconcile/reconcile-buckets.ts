import { dropPartitions } from '../catalog/drop-partitions';
import { REGIONAL_TABLES } from '../catalog/tables';
import type { TablePartition } from '../catalog/tables-in-use';
import { type FileCheck, fileCheck } from '../report/data-files';
import { parseReportLocation, reportKeyAt } from '../report/report-location';
import { alignColumns, misaligned } from './align-columns';
import type { Tally } from './changes';
import { DROP_REASON } from './drop-reasons';
import { type Damage, findDamaged } from './find-damaged';
import { dtOf, isExpired } from './plan-bucket';
import { readGroup, type GroupFacts, type Reconciler, type SourceBucket } from './read-group';
import { registerLost } from './register-lost';
import { repairLatest } from './repair-latest';

/**
 * Brings the tables to where they show what the destination bucket holds of some buckets: drops partitions whose reports have
 * expired or are gone, registers reports without a partition, gives partitions the columns of their tables, points the
 * `latest` tables at the newest. The order matters: a run that ends in between leaves each bucket in `latest`, from where the next run
 * finds it.
 *
 * Costs what `readGroup` costs; two reads for each report that is registered, or whose `symlink.txt` is missing; one listing of the
 * data files for each bucket of which a report is registered; one `BatchUpdatePartition` for 100 partitions with columns of another
 * order; what `settleLatest` costs where `latest` is wrong. With `scope.verify`, what `findDamaged` costs for every report that the
 * tables show.
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
  const check = fileCheck(steps.sizesBelow);
  const damaged = scope.verify === true ? await damagedReports(reconciler, group, check, tally) : [];
  const found = await registerLost(reconciler, { lost: wanted, check, shown }, tally);

  const reasonToDrop = staleness(reconciler, group, new Map([...found.broken, ...damaged]));
  const expired = group.history.flatMap((each) => {
    const reason = reasonToDrop(each);
    return reason === undefined ? [] : [{ ...each, reason }];
  });
  if (!scope.dryRun) await dropPartitions(steps.catalog, expired);
  for (const { table, partition, reason } of expired) {
    const [bucket = '', dt = ''] = partition.values;
    tally.change({ kind: 'dropped', table: table.name, bucket, dt, reason });
  }
  const history = group.history.filter((each) => reasonToDrop(each) === undefined);
  const isStale = (each: TablePartition) => reasonToDrop(each) !== undefined;
  const isOurs = ({ partition }: TablePartition) =>
    parseReportLocation(partition, scope.destinationBucket) !== undefined;
  const crooked = misaligned([...history, ...group.latest].filter(isOurs));
  tally.count({ aligned: crooked.length });
  if (!scope.dryRun) await alignColumns(steps.catalog, REGIONAL_TABLES, crooked);
  const aligned = crooked
    .filter(({ table }) => table.kind === 'latest')
    .map(({ partition }) => partition.values[0] ?? '');
  await repairLatest(reconciler, { group, history, isStale, touched: [...found.registered, ...aligned] }, tally);
}

/** Of the reports that the tables show, those that are not whole. Those that are dropped anyway are not read. */
function damagedReports(
  { scope, steps: { readReport } }: Reconciler,
  { history, latest, stateOf }: GroupFacts,
  check: FileCheck,
  tally: Tally,
): Promise<Damage> {
  const shown = [...history, ...latest].filter(
    (each) => stateOf(each.partition) === 'whole' && !isExpired(dtOf(each), scope.expiredBefore),
  );
  const keys = shown.flatMap(({ partition }) => reportKeyAt(partition, scope.destinationBucket) ?? []);
  const once = new Map(keys.map((key) => [key.location, key]));
  return findDamaged([...once.values()], { read: readReport, check }, tally);
}

/** Tells why a partition's report must not be shown any more: it has expired, is gone, or is not whole; `undefined` where it may. */
function staleness({ scope }: Reconciler, { stateOf }: GroupFacts, damaged: Damage) {
  return (each: TablePartition): string | undefined => {
    const { partition } = each;
    // Somebody else's partition stays, however old.
    const isOurs = partition.location.startsWith(`s3://${scope.destinationBucket}/`);
    if (isOurs && isExpired(dtOf(each), scope.expiredBefore)) return DROP_REASON.expired;
    if (stateOf(partition) === 'gone') return DROP_REASON.gone;
    return damaged.get(partition.location.replace(/\/?$/, '/'));
  };
}
