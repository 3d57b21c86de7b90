import pMap from 'p-map';
import { type CatalogPartition, valuesKey } from '../catalog/catalog';
import { registeredDt } from '../catalog/partitions';
import { ASSET_TABLES } from '../catalog/tables';
import { readTablesInUse, type TableInUse, type TablePartition, type TablesInUse } from '../catalog/tables-in-use';
import { isExpired, parseReportLocation, type ReportFolder } from '../reconcile/plan-bucket';
import type { SourceBucket } from '../reconcile/read-group';
import type { ReconcileScope } from '../reconcile/steps';
import { dtOfStamp, reportFolder, type ReportKey, reportKeyOf } from '../report/report-key';
import { parseCopyLocation } from './copy-report';
import type { FoundReport } from './found-report';
import type { AssetRegisterReconciler } from './asset-register-reconciler';

/** A report in a destination bucket, and since when it is complete: see `FoundReport`. */
export interface PlacedReport extends Pick<FoundReport, 'completeSince'> {
  readonly key: ReportKey;
}

/** What a Region's destination bucket and the register hold of a group of buckets. */
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
  /** True for a partition whose report, or the copy that it shows, has expired or is gone; false where it points elsewhere. */
  readonly isStale: (partition: CatalogPartition) => boolean;
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
  const listed = await each(folders, async (folder) => wholeReports(await steps.reports(folder), scope));
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
      [...(listed.get(folder)?.values() ?? [])].flatMap(({ stamp, completeSince }) => {
        const key = reportKeyOf({ account, bucket, stamp }, scope);
        return key === undefined ? [] : [{ key, completeSince }];
      }),
    ),
    isStale: (partition) => {
      const at = place(partition);
      if (at !== undefined) return !(listed.get(at.folder)?.has(at.dt) ?? true);
      const copy = copyPlace(partition);
      if (copy === undefined) return false;
      return isExpired(copy.dt, steps.copiesExpiredBefore()) || !(copied.get(copy.folder)?.has(copy.dt) ?? true);
    },
  };
}

const each = async <Listed>(folders: readonly ReportFolder[], list: (folder: ReportFolder) => Promise<Listed>) =>
  new Map(
    await pMap(new Set(folders), async (folder) => [folder, await list(folder)] as const, { concurrency: CONCURRENCY }),
  );

/** Reports that have not expired, by `dt`, but those that were complete an hour ago and have no `symlink.txt`. */
function wholeReports(
  reports: readonly FoundReport[],
  { expiredBefore, completeBefore }: ReconcileScope,
): ReadonlyMap<string, FoundReport> {
  return new Map(
    reports.flatMap((report) => {
      const dt = dtOfStamp(report.stamp);
      if (dt === undefined || isExpired(dt, expiredBefore)) return [];
      if (!report.hasSymlink && (report.completeSince ?? Infinity) < completeBefore) return [];
      return [[dt, report] as const];
    }),
  );
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
