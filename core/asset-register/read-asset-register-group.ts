import pMap from 'p-map';
import { type CatalogPartition, valuesKey } from '../catalog/catalog';
import { registeredDt } from '../catalog/partitions';
import { ASSET_TABLES, type TableKind, tableSpec } from '../catalog/tables';
import type { ReportFormat } from '../report/fields';
import { dtOfStamp, reportFolder, type ReportKey, reportKeyOf } from '../report/report-key';
import { parseReportLocation, type ReportFolder, type TablePartition } from '../reconcile/plan-bucket';
import type { SourceBucket } from '../reconcile/read-group';
import { parseCopyLocation } from './copy-report';
import type { FoundReport } from './found-report';
import type { AssetRegisterReconciler } from './asset-register-reconciler';

/** A report in a destination bucket, with the time at which it became complete: see `FoundReport`. */
export interface PlacedReport extends Pick<FoundReport, 'completeSince'> {
  readonly key: ReportKey;
}

/** The reports and partitions of a group of source buckets of one Region. */
export interface AssetRegisterGroup {
  /** Partitions of the history: one per day, bucket and format. */
  readonly days: readonly TablePartition[];
  /** Partitions of the newest reports: one per bucket and format. */
  readonly latest: readonly TablePartition[];
  /** Reports of the present configuration in the destination bucket. */
  readonly reports: readonly PlacedReport[];
  /** The number of source buckets' folders that were listed. */
  readonly folders: number;
  /** False for a partition whose report or copy no longer exists; true for a partition that points elsewhere. */
  readonly exists: (partition: CatalogPartition) => boolean;
}

/** Calls to S3 at the same time. */
const CONCURRENCY = 10;

/** Reads the reports and partitions of a group. Costs one listing per folder, and one `GetPartitions` per table and page. */
export async function readAssetRegisterGroup(
  { scope, region, steps, formats }: AssetRegisterReconciler,
  buckets: readonly SourceBucket[],
): Promise<AssetRegisterGroup> {
  const filter = { region, buckets: [...new Set(buckets.map(({ bucket }) => bucket))] };
  const read = async (kind: TableKind) => {
    const found: TablePartition[] = [];
    for (const format of formats) {
      for await (const page of steps.catalog.partitionPages(tableSpec(kind, format).name, filter))
        found.push(...page.map((partition) => ({ format, partition })));
    }
    return found;
  };
  const days = await read(ASSET_TABLES.history);
  const latest = await read(ASSET_TABLES.latest);
  const sources = buckets.flatMap(({ account, bucket }) =>
    account === undefined ? [] : [{ account, bucket, folder: reportFolder({ account, bucket }, scope) }],
  );
  const all = [...days, ...latest].map(({ partition }) => partition);
  const reportAt = (partition: CatalogPartition) => parseReportLocation(partition, scope.destinationBucket);
  const copyAt = (partition: CatalogPartition) => parseCopyLocation(partition, steps.copiesBucket);
  const folders = [
    ...sources.map(({ folder }) => folder),
    ...all.flatMap((partition) => reportAt(partition)?.folder ?? []),
  ];
  const listed = await each(folders, async (folder) => byDt(await steps.reports(folder)));
  const copied = await each(
    all.flatMap((partition) => copyAt(partition)?.folder ?? []),
    steps.copies,
  );
  return {
    days,
    latest,
    folders: sources.length,
    reports: sources.flatMap(({ account, bucket, folder }) =>
      [...(listed.get(folder)?.values() ?? [])].flatMap(({ stamp, completeSince }) => {
        const key = reportKeyOf({ account, bucket, stamp }, scope);
        return key === undefined ? [] : [{ key, completeSince }];
      }),
    ),
    exists: (partition) => {
      const report = reportAt(partition);
      if (report !== undefined) return listed.get(report.folder)?.has(report.dt) ?? true;
      const copy = copyAt(partition);
      return copy === undefined || (copied.get(copy.folder)?.has(copy.dt) ?? true);
    },
  };
}

const each = async <Listed>(folders: readonly ReportFolder[], list: (folder: ReportFolder) => Promise<Listed>) =>
  new Map(
    await pMap(new Set(folders), async (folder) => [folder, await list(folder)] as const, { concurrency: CONCURRENCY }),
  );

const byDt = (reports: readonly FoundReport[]) =>
  new Map(
    reports.flatMap((report) => {
      const dt = dtOfStamp(report.stamp);
      return dt === undefined ? [] : [[dt, report] as const];
    }),
  );

/** The report that a partition shows. */
export interface Shown {
  readonly format: ReportFormat;
  readonly dt: string;
  readonly location: string;
}

/** The newest report that is shown for each set of partition values. Partitions of all formats count. */
export function shownByValues(partitions: readonly TablePartition[]): Map<string, Shown> {
  const shown = new Map<string, Shown>();
  for (const { format, partition } of partitions) {
    const id = valuesKey(partition.values);
    const dt = registeredDt(partition) ?? '';
    if (dt >= (shown.get(id)?.dt ?? '')) shown.set(id, { format, dt, location: partition.location });
  }
  return shown;
}
