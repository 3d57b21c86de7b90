import { valuesKey } from '../catalog/catalog';
import { dropUnchanged, olderOnes } from '../catalog/newest-only';
import { dayOf, registeredDt } from '../catalog/partitions';
import { ASSET_TABLES, tableSpec } from '../catalog/tables';
import type { TablePartition } from '../catalog/tables-in-use';
import { alignColumns, misaligned } from '../reconcile/align-columns';
import type { Tally } from '../reconcile/changes';
import { isExpired } from '../reconcile/plan-bucket';
import type { SourceBucket } from '../reconcile/read-group';
import { recordOutcome } from '../reconcile/register-lost';
import { dtOfStamp, reportFolder, type ReportKey, reportKeyOf } from '../report/report-key';
import { groupedBy } from '../text/grouped-by';
import {
  readAssetRegisterGroup,
  type PlacedReport,
  type AssetRegisterGroup,
  shownByValues,
} from './read-asset-register-group';
import type { AssetRegisterReconciler } from './asset-register-reconciler';
import { rehearseRegistration } from './rehearse-registration';

/** Partitions that may stay, and those whose reports have expired or that another table's newer report replaces. */
interface Sorted {
  readonly kept: readonly TablePartition[];
  readonly stale: readonly TablePartition[];
}

/**
 * Brings the register to where it shows what a Region's destination bucket holds of some buckets: drops partitions whose reports
 * have expired, gives partitions the columns of their tables, registers complete reports that are newer than what their day
 * shows or that are shown elsewhere than they have to be, and has `asset_register_latest` show the newest.
 *
 * Costs what `readAssetRegisterGroup` costs; what `registerAssets` costs for each report that is registered; one more listing for each
 * bucket of which a partition was dropped for another reason than its age.
 *
 * @param buckets as many as one `PartitionFilter` takes
 * @throws Orgs3Error where the listing or the catalog could not be read or written; nothing is dropped for what was not read
 */
export async function reconcileAssetRegisterGroup(
  reconciler: AssetRegisterReconciler,
  buckets: readonly SourceBucket[],
  tally: Tally,
): Promise<void> {
  const { scope, region, steps } = reconciler;
  const group = await readAssetRegisterGroup(reconciler, buckets);
  tally.count({ buckets: group.folders, reports: group.reports.length });

  const days = sortOut(group.days, group);
  const latest = sortOut(group.latest, group);
  const crooked = misaligned([...days.kept, ...latest.kept]);
  tally.count({ aligned: crooked.length });
  if (!scope.dryRun) {
    await dropUnchanged(steps.catalog, [...days.stale, ...latest.stale]);
    await alignColumns(steps.catalog, crooked);
  }
  for (const { table, partition } of days.stale) {
    const [dt = '', , , bucket = ''] = partition.values;
    tally.change({ kind: 'dropped', table: table.name, bucket, dt });
  }

  const shownDays = shownByValues(days.kept);
  const isLost = (key: ReportKey) => {
    const wanted = steps.locationOf(key);
    const shown = shownDays.get(valuesKey([dayOf(key.dt), key.account, region, key.bucket]));
    if (wanted === undefined) return false;
    return key.dt > (shown?.dt ?? '') || (key.dt === shown?.dt && wanted !== shown.location);
  };
  const lost = group.reports.filter(({ key }) => isLost(key));
  const ready = lost.filter(({ completeSince }) => (completeSince ?? Infinity) < scope.completeBefore);
  tally.count({ pending: lost.length - ready.length });
  const behind = reportsBehind(group.reports, days.kept, latest.kept, reconciler);

  const keys = new Set(ready.map(({ key }) => key));
  const wanted = [...new Set([...keys, ...behind])];
  const outcomes = scope.dryRun
    ? await rehearseRegistration({ days: keys, latest: new Set(behind) }, steps.read)
    : await steps.register(wanted);
  for (const key of wanted) {
    const outcome = outcomes.get(key);
    // A report that only `latest` lacked is told of below.
    if (outcome !== undefined && (keys.has(key) || outcome.status !== 'registered')) recordOutcome(key, outcome, tally);
  }
  const repaired = behind.filter((key) => outcomes.get(key)?.status === 'registered');
  tellLatest(latest.stale, repaired, tally);
  if (!scope.dryRun) await lookAgain(reconciler, [...days.stale, ...latest.stale, ...crooked], tally);
}

function sortOut(partitions: readonly TablePartition[], { isStale }: AssetRegisterGroup): Sorted {
  const there = partitions.filter(({ partition }) => !isStale(partition));
  const older = new Set(olderOnes(there));
  const kept = there.filter((each) => !older.has(each));
  const keptOnes = new Set(kept);
  return { kept, stale: partitions.filter((each) => !keptOnes.has(each)) };
}

/**
 * Registers the newest report once more where a partition was written or dropped: another invocation can have put a newer report there
 * a moment before. A day that has expired needs no look: no report of it comes any more.
 */
async function lookAgain(
  { scope, steps }: AssetRegisterReconciler,
  changed: readonly TablePartition[],
  tally: Tally,
): Promise<void> {
  const isOver = ({ table, partition: { values } }: TablePartition) =>
    table.kind === 'asset-history' && isExpired(`${values[0] ?? ''}-23-59`, scope.expiredBefore);
  const bucketOf = ({ partition: { values } }: TablePartition) => valuesKey(values.slice(-3));
  const keys: ReportKey[] = [];
  for (const [, ofBucket] of groupedBy(
    changed.filter((each) => !isOver(each)),
    bucketOf,
  )) {
    const [account = '', , bucket = ''] = ofBucket[0]?.partition.values.slice(-3) ?? [];
    const found = await steps.reports(reportFolder({ account, bucket }, scope));
    const stamps = found
      .filter(({ completeSince }) => completeSince !== undefined)
      .map(({ stamp }) => stamp)
      .filter((stamp) => !isExpired(dtOfStamp(stamp) ?? '', scope.expiredBefore))
      .sort();
    const periods = ofBucket.map(({ table, partition }) => (table.kind === 'asset-history' ? partition.values[0] : ''));
    const newest = periods.map((day = '') => stamps.filter((stamp) => stamp.startsWith(day)).at(-1));
    for (const stamp of new Set(newest)) {
      const key = stamp === undefined ? undefined : reportKeyOf({ account, bucket, stamp }, scope);
      if (key !== undefined && steps.locationOf(key) !== undefined) keys.push(key);
    }
  }
  if (keys.length === 0) return;
  for (const [key, outcome] of await steps.register(keys))
    if (outcome.status === 'failed') recordOutcome(key, outcome, tally);
}

/** The newest report that a bucket's days show, for buckets whose `latest` shows an older one, or none. */
function reportsBehind(
  reports: readonly PlacedReport[],
  days: readonly TablePartition[],
  latest: readonly TablePartition[],
  { region, steps }: AssetRegisterReconciler,
): ReportKey[] {
  const shown = shownByValues(latest);
  const newest = new Map<string, string>();
  for (const { partition } of days) {
    const place = valuesKey(partition.values.slice(1));
    const dt = registeredDt(partition) ?? '';
    if (dt > (newest.get(place) ?? '')) newest.set(place, dt);
  }
  return reports
    .map(({ key }) => key)
    .filter((key) => {
      const place = valuesKey([key.account, region, key.bucket]);
      const { dt = '', location } = shown.get(place) ?? {};
      if (newest.get(place) !== key.dt || steps.locationOf(key) === undefined) return false;
      return key.dt > dt || (key.dt === dt && location !== steps.locationOf(key));
    });
}

function tellLatest(stale: readonly TablePartition[], repaired: readonly ReportKey[], tally: Tally): void {
  const table = tableSpec(ASSET_TABLES.latest, 'Parquet').name;
  const told = new Set<string>();
  for (const { account, bucket, dt } of repaired) {
    const from = stale.find(({ partition: { values } }) => values[0] === account && values[2] === bucket);
    told.add(valuesKey([account, bucket]));
    tally.change({
      ...{ kind: 'repaired', table, bucket },
      from: from === undefined ? undefined : registeredDt(from.partition),
      to: dt,
    });
  }
  for (const {
    table: { name },
    partition,
  } of stale) {
    const [account = '', , bucket = ''] = partition.values;
    if (told.has(valuesKey([account, bucket]))) continue;
    tally.change({ kind: 'repaired', table: name, bucket, from: registeredDt(partition), to: undefined });
  }
}
