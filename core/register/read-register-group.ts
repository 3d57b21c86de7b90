import pMap from 'p-map';
import { type CatalogPartition, valuesKey } from '../catalog/catalog';
import { registeredDt } from '../catalog/partitions';
import { REGISTER_TABLES, type TableKind, tableSpec } from '../catalog/tables';
import type { ReportFormat } from '../inventory/fields';
import { dtOfStamp, reportFolder, type ReportKey, reportKeyOf } from '../inventory/report-key';
import { placeOf, type ReportFolder, type TablePartition } from '../reconcile/plan-bucket';
import type { SourceBucket } from '../reconcile/read-group';
import type { FoundReport } from './found-report';
import type { RegisterReconciler } from './register-reconciler';

/** A report in a destination bucket, and since when it is complete: see `FoundReport`. */
export interface PlacedReport extends Pick<FoundReport, 'completeSince'> {
  readonly key: ReportKey;
}

/** What a Region's destination bucket and the register hold of a group of buckets. */
export interface RegisterGroup {
  /** One per day, bucket and format. */
  readonly days: readonly TablePartition[];
  readonly latest: readonly TablePartition[];
  /** The reports of the present configuration that are in the destination bucket. */
  readonly reports: readonly PlacedReport[];
  /** Folders that were looked for as those of source buckets. */
  readonly folders: number;
  /** False for a partition whose report is no longer in the destination bucket; true also where it points elsewhere. */
  readonly exists: (partition: CatalogPartition) => boolean;
}

/** Calls to S3 under way at once. */
const CONCURRENCY = 10;

/** One listing per folder, one `GetPartitions` per table and page. */
export async function readRegisterGroup(
  { scope, region, steps, formats }: RegisterReconciler,
  buckets: readonly SourceBucket[],
): Promise<RegisterGroup> {
  const filter = { region, buckets: [...new Set(buckets.map(({ bucket }) => bucket))] };
  const read = async (kind: TableKind) => {
    const found: TablePartition[] = [];
    for (const format of formats) {
      for await (const page of steps.catalog.partitionPages(tableSpec(kind, format).name, filter))
        found.push(...page.map((partition) => ({ format, partition })));
    }
    return found;
  };
  const days = await read(REGISTER_TABLES.history);
  const latest = await read(REGISTER_TABLES.latest);
  const sources = buckets.flatMap(({ account, bucket }) =>
    account === undefined ? [] : [{ account, bucket, folder: reportFolder({ account, bucket }, scope) }],
  );
  const place = ({ location }: CatalogPartition) => placeOf({ location }, scope.destinationBucket);
  const folders = new Set<ReportFolder>([
    ...sources.map(({ folder }) => folder),
    ...[...days, ...latest].flatMap(({ partition }) => place(partition)?.folder ?? []),
  ]);
  const listed = new Map(
    await pMap(folders, async (folder) => [folder, byDt(await steps.reports(folder))] as const, {
      concurrency: CONCURRENCY,
    }),
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
      const at = place(partition);
      return at === undefined || (listed.get(at.folder)?.has(at.dt) ?? true);
    },
  };
}

const byDt = (reports: readonly FoundReport[]) =>
  new Map(
    reports.flatMap((report) => {
      const dt = dtOfStamp(report.stamp);
      return dt === undefined ? [] : [[dt, report] as const];
    }),
  );

/** The newest `dt` that partitions of the same values show, by these values; a report of another format wins if it is newer. */
export function shownByValues(
  partitions: readonly TablePartition[],
): Map<string, { format: ReportFormat; dt: string }> {
  const shown = new Map<string, { format: ReportFormat; dt: string }>();
  for (const { format, partition } of partitions) {
    const id = valuesKey(partition.values);
    const dt = registeredDt(partition) ?? '';
    if (dt >= (shown.get(id)?.dt ?? '')) shown.set(id, { format, dt });
  }
  return shown;
}
