import { valuesKey } from '../catalog/catalog';
import { dropUnchanged, olderOnes } from '../catalog/newest-only';
import { dayOf, registeredDt } from '../catalog/partitions';
import { ASSET_TABLES, specOf, tableSpec } from '../catalog/tables';
import type { TablePartition } from '../catalog/tables-in-use';
import { alignColumns, misaligned } from '../reconcile/align-columns';
import type { Tally } from '../reconcile/changes';
import { type Damage, findDamaged } from '../reconcile/find-damaged';
import { isExpired } from '../reconcile/plan-bucket';
import type { SourceBucket } from '../reconcile/read-group';
import { recordOutcome } from '../reconcile/register-lost';
import { type FileCheck, fileCheck } from '../report/data-files';
import { parseReportLocation, reportKeyAt } from '../report/report-location';
import { dtOfStamp, reportFolder, type ReportKey, reportKeyOf } from '../report/report-key';
import { groupedBy } from '../text/grouped-by';
import {
  readAssetRegisterGroup,
  type PlacedReport,
  type AssetRegisterGroup,
  shownByValues,
} from './read-asset-register-group';
import type { AssetRegisterReconciler, AssetRegisterReconcileSteps } from './asset-register-reconciler';
import { parseCopyLocation } from './copy-report';
import { damagedCopies } from './damaged-copies';
import { rehearseRegistration } from './rehearse-registration';

/** A partition, and why it is dropped. */
interface StalePartition extends TablePartition {
  readonly reason: string;
}

/** Partitions that may stay, and those whose reports must not be shown or that another table's newer report replaces. */
interface Sorted {
  readonly kept: readonly TablePartition[];
  readonly stale: readonly StalePartition[];
}

/**
 * Brings the register to where it shows what a Region's destination bucket holds of some buckets: drops partitions whose reports
 * have expired, gives partitions the columns of their tables, registers complete reports that are newer than what their day
 * shows or that are shown elsewhere than they have to be, and has `asset_register_latest` show the newest.
 *
 * Costs what `readAssetRegisterGroup` costs; what `registerAssets` costs for each report that is registered; one more listing for each
 * bucket of which a partition was dropped for another reason than its age; one listing of the data files for each bucket of which a
 * report is registered where it lies. With `scope.verify`, what `findDamaged` costs for each report that is shown where it lies, and
 * what `damagedCopies` costs for each copy that is shown.
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

  const check = fileCheck(steps.sizesBelow);
  const damaged = scope.verify === true ? await findDamage(reconciler, group, check, tally) : NO_DAMAGE;
  const days = sortOut(group.days, group, damaged);
  const latest = sortOut(group.latest, group, damaged);
  const isOurs = ({ partition }: TablePartition) =>
    parseReportLocation(partition, scope.destinationBucket) !== undefined ||
    parseCopyLocation(partition, steps.copiesBucket) !== undefined;
  const crooked = misaligned([...days.kept, ...latest.kept].filter(isOurs));
  tally.count({ aligned: crooked.length });
  if (!scope.dryRun) {
    await dropUnchanged(steps.catalog, [...days.stale, ...latest.stale]);
    await alignColumns(steps.catalog, ASSET_TABLES, crooked);
  }
  for (const { table, partition, reason } of days.stale) {
    const [dt = '', , , bucket = ''] = partition.values;
    tally.change({ kind: 'dropped', table: table.name, bucket, dt, reason });
  }

  const shownDays = shownByValues(days.kept);
  const shownOf = (key: ReportKey) => shownDays.get(valuesKey([dayOf(key.dt), key.account, region, key.bucket]));
  const isLost = (key: ReportKey) => {
    const wanted = steps.locationOf(key);
    const shown = shownOf(key);
    // A damaged copy is made anew.
    if (wanted === undefined || (wanted === key.location && damaged.has(wanted))) return false;
    return key.dt > (shown?.dt ?? '') || (key.dt === shown?.dt && wanted !== shown.location);
  };
  const lost = group.reports.filter(({ key }) => isLost(key));
  const ready = lost.filter(({ completeSince }) => (completeSince ?? Infinity) < scope.completeBefore);
  tally.count({ pending: lost.length - ready.length });
  const behind = reportsBehind(group.reports, days.kept, latest.kept, reconciler);

  const keys = new Set(ready.map(({ key }) => key));
  const wanted = [...new Set([...keys, ...behind])];
  const outcomes = scope.dryRun
    ? await rehearseRegistration(
        { days: keys, latest: new Set(behind) },
        { read: steps.read, check: whereItLies(steps, check) },
      )
    : await steps.register(wanted, check);
  for (const key of wanted) {
    const outcome = outcomes.get(key);
    // A report that only `latest` lacked is told of below.
    if (outcome === undefined || !(keys.has(key) || outcome.status !== 'registered')) continue;
    const shown = shownOf(key);
    recordOutcome(key, outcome, tally, shown?.dt === key.dt ? shown.location : undefined);
  }
  const repaired = behind.flatMap((key) => {
    const outcome = outcomes.get(key);
    return outcome?.status === 'registered' ? [{ key, table: latestTableIn(outcome.tables) }] : [];
  });
  tellLatest(latest, repaired, tally);
  if (!scope.dryRun) await lookAgain(reconciler, [...days.stale, ...latest.stale, ...crooked], check, tally);
}

const NO_DAMAGE: Damage = new Map();

/** Of the reports and copies that the register shows, those that are not whole. Those that are dropped anyway are not read. */
async function findDamage(
  { scope, steps }: AssetRegisterReconciler,
  { days, latest, reasonToDrop }: AssetRegisterGroup,
  check: FileCheck,
  tally: Tally,
): Promise<Damage> {
  const shown = [...days, ...latest].filter(({ partition }) => reasonToDrop(partition) === undefined);
  const keys = shown.flatMap(({ partition }) => reportKeyAt(partition, scope.destinationBucket) ?? []);
  const once = new Map(keys.map((key) => [key.location, key]));
  const copies = shown
    .filter(({ partition }) => parseCopyLocation(partition, steps.copiesBucket) !== undefined)
    .map(({ partition }) => ({ bucket: partition.values.at(-1) ?? '', partition }));
  return new Map([
    ...(await findDamaged([...once.values()], { read: steps.read, check }, tally)),
    ...(await damagedCopies(copies, steps.copyFiles, tally)),
  ]);
}

/** A check of the reports that the register has to show where they lie; S3 finds what is wrong with the others when it copies them. */
const whereItLies =
  ({ locationOf }: AssetRegisterReconcileSteps, check: FileCheck): FileCheck =>
  (report) =>
    locationOf(report.key) === report.key.location ? check(report) : Promise.resolve(undefined);

function sortOut(partitions: readonly TablePartition[], { reasonToDrop }: AssetRegisterGroup, damaged: Damage): Sorted {
  const reasonOf = ({ partition }: TablePartition) => reasonToDrop(partition) ?? damaged.get(partition.location);
  const there = partitions.filter((each) => reasonOf(each) === undefined);
  const older = new Set(olderOnes(there));
  return {
    kept: there.filter((each) => !older.has(each)),
    stale: partitions.flatMap((each) => {
      const reason = reasonOf(each) ?? (older.has(each) ? REPLACED : undefined);
      return reason === undefined ? [] : [{ ...each, reason }];
    }),
  };
}

const REPLACED = 'another table shows a newer report';

/**
 * Registers the newest report once more where a partition was written or dropped: another invocation can have put a newer report there
 * a moment before. A day that has expired needs no look: no report of it comes any more.
 */
async function lookAgain(
  { scope, steps }: AssetRegisterReconciler,
  changed: readonly TablePartition[],
  check: FileCheck,
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
  for (const [key, outcome] of await steps.register(keys, check))
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

/** The table of newest reports among those that a report was written to. */
const latestTableIn = (tables: readonly string[]) =>
  tables.find((name) => specOf(ASSET_TABLES.latest, name) !== undefined) ??
  tableSpec(ASSET_TABLES.latest, 'Parquet').name;

/** A report that `latest` shows now, and the table that shows it. */
interface ShownAgain {
  readonly key: ReportKey;
  readonly table: string;
}

function tellLatest({ kept, stale }: Sorted, repaired: readonly ShownAgain[], tally: Tally): void {
  const placeOf = ({ partition: { values } }: TablePartition) => valuesKey([values[0] ?? '', values[2] ?? '']);
  const told = new Set<string>();
  for (const { key, table } of repaired) {
    const { account, bucket, dt } = key;
    const place = valuesKey([account, bucket]);
    const from = stale.find((each) => placeOf(each) === place);
    told.add(place);
    tally.change({
      kind: 'repaired',
      table,
      bucket,
      from: from === undefined ? undefined : registeredDt(from.partition),
      to: dt,
    });
  }
  for (const each of stale) {
    if (told.has(placeOf(each))) continue;
    const newest = kept.find((other) => placeOf(other) === placeOf(each));
    tally.change({
      kind: 'repaired',
      table: each.table.name,
      bucket: each.partition.values[2] ?? '',
      from: registeredDt(each.partition),
      to: undefined,
      ...(newest === undefined ? {} : { shownIn: newest.table.name }),
    });
  }
}
