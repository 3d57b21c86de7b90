import { valuesKey } from '../catalog/catalog';
import { dayOf, registeredDt } from '../catalog/partitions';
import { ASSET_TABLES, type TableKind, tableSpec } from '../catalog/tables';
import type { ReportKey } from '../report/report-key';
import type { Tally } from '../reconcile/changes';
import { dropPartitions } from '../reconcile/drop-partitions';
import type { TablePartition } from '../reconcile/plan-bucket';
import type { SourceBucket } from '../reconcile/read-group';
import { recordOutcome } from '../reconcile/register-lost';
import { readAssetRegisterGroup, type PlacedReport, shownByValues } from './read-asset-register-group';
import type { AssetRegisterReconciler } from './asset-register-reconciler';
import { rehearseRegistration } from './rehearse-registration';

/** Partitions of one kind of table: those to keep, and those whose report has expired or has a newer report of another format. */
interface Sorted {
  readonly kept: readonly TablePartition[];
  readonly stale: readonly TablePartition[];
}

/**
 * Reconciles the asset register with the reports of some source buckets of one Region. Drops partitions whose reports have expired.
 * Registers complete reports that are newer than the one their day shows, or that are shown at another location than they should be.
 * Points `asset_register_latest` at the newest reports.
 *
 * Costs one listing per bucket, one `GetPartitions` per table and page, and the cost of `registerAssets` for each registered report.
 *
 * @param buckets at most as many as one `PartitionFilter` takes
 * @throws Orgs3Error if a listing or the catalog could not be read or written; nothing is dropped for buckets that could not be read
 */
export async function reconcileAssetRegisterGroup(
  reconciler: AssetRegisterReconciler,
  buckets: readonly SourceBucket[],
  tally: Tally,
): Promise<void> {
  const { scope, region, steps } = reconciler;
  const group = await readAssetRegisterGroup(reconciler, buckets);
  tally.count({ buckets: group.folders, reports: group.reports.length });

  const days = sortOut(group.days, group.exists);
  const latest = sortOut(group.latest, group.exists);
  await drop(reconciler, ASSET_TABLES.history, days.stale);
  await drop(reconciler, ASSET_TABLES.latest, latest.stale);
  for (const { format, partition } of days.stale) {
    const [dt = '', , , bucket = ''] = partition.values;
    tally.change({ kind: 'dropped', table: tableSpec(ASSET_TABLES.history, format).name, bucket, dt });
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
    // Repairs of `latest` are recorded below.
    if (outcome !== undefined && (keys.has(key) || outcome.status !== 'registered')) recordOutcome(key, outcome, tally);
  }
  const repaired = behind.filter((key) => outcomes.get(key)?.status === 'registered');
  recordLatest(latest.stale, repaired, tally);
}

function sortOut(partitions: readonly TablePartition[], exists: (partition: TablePartition['partition']) => boolean) {
  const there = partitions.filter(({ partition }) => exists(partition));
  const newest = shownByValues(there);
  const kept = there.filter(({ format, partition }) => newest.get(valuesKey(partition.values))?.format === format);
  const keptOnes = new Set(kept);
  return { kept, stale: partitions.filter((each) => !keptOnes.has(each)) } satisfies Sorted;
}

async function drop({ scope, steps }: AssetRegisterReconciler, kind: TableKind, partitions: readonly TablePartition[]) {
  if (!scope.dryRun) await dropPartitions(steps.catalog, kind, partitions);
}

/** The newest reports in the history of buckets whose `latest` partition shows an older report or none. */
function reportsBehind(
  reports: readonly PlacedReport[],
  days: readonly TablePartition[],
  latest: readonly TablePartition[],
  { region, steps }: AssetRegisterReconciler,
): ReportKey[] {
  const shown = shownByValues(latest);
  const newest = new Map<string, string>();
  for (const { partition } of days) {
    const bucket = valuesKey(partition.values.slice(1));
    const dt = registeredDt(partition) ?? '';
    if (dt > (newest.get(bucket) ?? '')) newest.set(bucket, dt);
  }
  return reports
    .map(({ key }) => key)
    .filter((key) => {
      const bucket = valuesKey([key.account, region, key.bucket]);
      const { dt = '', location } = shown.get(bucket) ?? {};
      if (newest.get(bucket) !== key.dt || steps.locationOf(key) === undefined) return false;
      return key.dt > dt || (key.dt === dt && location !== steps.locationOf(key));
    });
}

function recordLatest(stale: readonly TablePartition[], repaired: readonly ReportKey[], tally: Tally): void {
  const table = tableSpec(ASSET_TABLES.latest, 'Parquet').name;
  const recorded = new Set<string>();
  for (const { account, bucket, dt } of repaired) {
    const from = stale.find(({ partition: { values } }) => values[0] === account && values[2] === bucket);
    recorded.add(valuesKey([account, bucket]));
    tally.change({
      kind: 'repaired',
      table,
      bucket,
      from: from === undefined ? undefined : registeredDt(from.partition),
      to: dt,
    });
  }
  for (const { format, partition } of stale) {
    const [account = '', , bucket = ''] = partition.values;
    if (recorded.has(valuesKey([account, bucket]))) continue;
    const { name } = tableSpec(ASSET_TABLES.latest, format);
    tally.change({ kind: 'repaired', table: name, bucket, from: registeredDt(partition), to: undefined });
  }
}
