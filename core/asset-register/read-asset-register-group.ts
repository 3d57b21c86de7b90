import pMap from 'p-map';
import { type CatalogPartition, valuesKey } from '../catalog/catalog';
import { registeredDt } from '../catalog/partitions';
import { ASSET_TABLES } from '../catalog/tables';
import { readTablesInUse, type TableInUse, type TablePartition, type TablesInUse } from '../catalog/tables-in-use';
import { DROP_REASON } from '../reconcile/drop-reasons';
import { isExpired } from '../reconcile/plan-bucket';
import type { SourceBucket } from '../reconcile/read-group';
import type { ReconcileScope } from '../reconcile/steps';
import { dtOfStamp, reportFolder, type ReportKey, reportKeyOf } from '../report/report-key';
import { parseReportLocation, type ReportFolder } from '../report/report-location';
import { parseCopyLocation } from './copy-report';
import type { FoundReport } from './found-report';
import type { AssetRegisterReconciler } from './asset-register-reconciler';

/** A report in a destination bucket, and since when it is complete: see `FoundReport`. */
export interface PlacedReport extends Pick<FoundReport, 'completeSince'> {
  readonly key: ReportKey;
}

/** The reports and partitions of a group of buckets, in one Region's destination bucket and in the asset register. */
export interface AssetRegisterGroup {
  readonly tables: TablesInUse;
  /** As they were before `days` were read. */
  readonly latest: readonly TablePartition[];
  /** One per day, bucket, format and layout; as they were before the destination bucket was listed. */
  readonly days: readonly TablePartition[];
  /** The reports of the present configuration that are whole in the destination bucket and have not expired. */
  readonly reports: readonly PlacedReport[];
  /** Folders that were looked for as those of source buckets. */
  readonly folders: number;
  /** Returns the reason to drop a partition: its report, or the copy, has expired or is gone. `undefined` where it stays, or points elsewhere. */
  readonly reasonToDrop: (partition: CatalogPartition) => string | undefined;
}

/** Calls to S3 under way at once. */
const CONCURRENCY = 10;

/**
 * Reads a group in the order opposite to that in which a report appears: what an earlier read shows, and a later one lacks, is really
 * gone.
 *
 * Costs one `GetTables`, one `GetPartitions` per table and page, two listings per folder and one per folder of copies.
 */
export async function readAssetRegisterGroup(
  { scope, region, steps }: AssetRegisterReconciler,
  buckets: readonly SourceBucket[],
): Promise<AssetRegisterGroup> {
  const filter = { region, buckets: [...new Set(buckets.map(({ bucket }) => bucket))] };
  const tables = await readTablesInUse(steps.catalog, ASSET_TABLES);
  const read = async (ofKind: readonly TableInUse[]) => {
    const found: TablePartition[] = [];
    for (const table of ofKind) {
      for await (const page of steps.catalog.partitionPages(table.name, filter))
        found.push(...page.map((partition) => ({ table, partition })));
    }
    return found;
  };
  const latest = await read(tables.latest);
  const days = await read(tables.history);
  const sources = buckets.flatMap(({ account, bucket }) =>
    account === undefined ? [] : [{ account, bucket, folder: reportFolder({ account, bucket }, scope) }],
  );
  const all = [...days, ...latest].map(({ partition }) => partition);
  const place = (partition: CatalogPartition) => parseReportLocation(partition, scope.destinationBucket);
  const copyPlace = (partition: CatalogPartition) => parseCopyLocation(partition, steps.copiesBucket);
  const folders = [
    ...sources.map(({ folder }) => folder),
    ...all.flatMap((partition) => place(partition)?.folder ?? []),
  ];
  const listed = await each(folders, async (folder) => byDt(await steps.reports(folder)));
  const copied = await each(
    all.flatMap((partition) => copyPlace(partition)?.folder ?? []),
    steps.copies,
  );
  return {
    tables,
    days,
    latest,
    folders: sources.length,
    reports: sources.flatMap(({ account, bucket, folder }) =>
      [...(listed.get(folder) ?? [])].flatMap(([dt, report]) => {
        const key = reportKeyOf({ account, bucket, stamp: report.stamp }, scope);
        if (key === undefined || reasonAgainst(dt, report, scope) !== undefined) return [];
        return [{ key, completeSince: report.completeSince }];
      }),
    ),
    reasonToDrop: (partition) => {
      const at = place(partition);
      const found = at && listed.get(at.folder);
      if (at !== undefined) return found && reasonAgainst(at.dt, found.get(at.dt), scope);
      const copy = copyPlace(partition);
      if (copy === undefined) return undefined;
      if (isExpired(copy.dt, steps.copiesExpiredBefore())) return DROP_REASON.expired;
      return (copied.get(copy.folder)?.has(copy.dt) ?? true) ? undefined : DROP_REASON.noSymlink;
    },
  };
}

const each = async <Listed>(folders: readonly ReportFolder[], list: (folder: ReportFolder) => Promise<Listed>) =>
  new Map(
    await pMap(new Set(folders), async (folder) => [folder, await list(folder)] as const, { concurrency: CONCURRENCY }),
  );

const byDt = (reports: readonly FoundReport[]): ReadonlyMap<string, FoundReport> =>
  new Map(
    reports.flatMap((report) => {
      const dt = dtOfStamp(report.stamp);
      return dt === undefined ? [] : [[dt, report] as const];
    }),
  );

/** Returns the reason not to show a report; `undefined` where there is none. A report that S3 still writes may lack its `symlink.txt`. */
function reasonAgainst(
  dt: string,
  report: FoundReport | undefined,
  { expiredBefore, completeBefore }: ReconcileScope,
): string | undefined {
  if (isExpired(dt, expiredBefore)) return DROP_REASON.expired;
  if (report === undefined) return DROP_REASON.gone;
  return report.hasSymlink || (report.completeSince ?? Infinity) >= completeBefore ? undefined : DROP_REASON.noSymlink;
}

/** The report that one partition of several with the same values shows. */
export interface Shown {
  readonly dt: string;
  readonly location: string;
}

/** The newest report that partitions of the same values show, by these values. */
export function shownByValues(partitions: readonly TablePartition[]): Map<string, Shown> {
  const shown = new Map<string, Shown>();
  for (const { partition } of partitions) {
    const id = valuesKey(partition.values);
    const dt = registeredDt(partition) ?? '';
    if (dt >= (shown.get(id)?.dt ?? '')) shown.set(id, { dt, location: partition.location });
  }
  return shown;
}
