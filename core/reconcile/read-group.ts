import pMap from 'p-map';
import type { CatalogPartition } from '../catalog/catalog';
import { type TableKind, tableSpec } from '../catalog/tables';
import type { ReportFormat } from '../report/fields';
import { dtOfStamp, reportFolder, type ReportKey, reportKeyOf } from '../report/report-key';
import { type BucketFacts, parseReportLocation, type ReportFolder, type TablePartition } from './plan-bucket';
import type { ReconcileScope, ReconcileSteps } from './steps';

/** A source bucket. `account` is the account in the path of its reports; `undefined` where only the catalog has the bucket. */
export interface SourceBucket {
  readonly account: string | undefined;
  readonly bucket: string;
}

/** Scope, calls and formats of a reconciliation. */
export interface Reconciler {
  readonly scope: ReconcileScope;
  readonly steps: ReconcileSteps;
  /** Formats with existing tables. Formats of newly registered reports are added. */
  readonly formats: Set<ReportFormat>;
}

/** Reports and partitions of a group of buckets. */
export interface GroupFacts {
  /** Bucket names, each once. */
  readonly names: readonly string[];
  readonly history: readonly TablePartition[];
  /** Reports of the current configuration in the destination bucket. */
  readonly reports: readonly ReportKey[];
  /** Number of source buckets whose folders were listed. */
  readonly folders: number;
  readonly exists: BucketFacts['exists'];
}

/** Maximum number of concurrent calls to S3. */
const CONCURRENCY = 10;

/**
 * Reads the reports and partitions of a group of buckets. Costs one listing per folder, one `GetPartitions` per history table and
 * page, and one `BatchGetPartition` per `latest` table.
 */
export async function readGroup(reconciler: Reconciler, buckets: readonly SourceBucket[]): Promise<GroupFacts> {
  const { scope, steps } = reconciler;
  const names = [...new Set(buckets.map(({ bucket }) => bucket))];
  const history = await readTables(reconciler, 'history', async (table) => {
    const found: CatalogPartition[] = [];
    for await (const page of steps.catalog.partitionPages(table, { buckets: names })) found.push(...page);
    return found;
  });
  const latest = await readLatest(reconciler, names);
  const sources = buckets.flatMap(({ account, bucket }) =>
    account === undefined ? [] : [{ account, bucket, folder: reportFolder({ account, bucket }, scope) }],
  );
  const folders = new Set([
    ...sources.map(({ folder }) => folder),
    ...[...history, ...latest].flatMap(
      ({ partition }) => parseReportLocation(partition, scope.destinationBucket)?.folder ?? [],
    ),
  ]);
  const listed = new Map(
    await pMap(folders, async (folder) => [folder, await stampsIn(steps, folder)] as const, {
      concurrency: CONCURRENCY,
    }),
  );
  return {
    names,
    history,
    folders: sources.length,
    reports: sources.flatMap(({ account, bucket, folder }) =>
      [...(listed.get(folder)?.values() ?? [])].flatMap(
        (stamp) => reportKeyOf({ account, bucket, stamp }, scope) ?? [],
      ),
    ),
    exists: ({ folder, dt }) => listed.get(folder)?.has(dt) ?? true,
  };
}

/** Reads the current partitions of these buckets in the `latest` tables. */
export function readLatest(reconciler: Reconciler, names: readonly string[]): Promise<TablePartition[]> {
  const values = names.map((bucket) => [bucket]);
  return readTables(reconciler, 'latest', (table) => reconciler.steps.catalog.readPartitions(table, values));
}

/** Lists the reports in a folder: each `dt` with the name of the manifest's folder. */
async function stampsIn({ folders }: ReconcileSteps, folder: ReportFolder): Promise<ReadonlyMap<string, string>> {
  const stamps = new Map<string, string>();
  for await (const page of folders(folder)) {
    for (const path of page) {
      const stamp = path.slice(folder.length, -1);
      const dt = dtOfStamp(stamp);
      if (dt !== undefined) stamps.set(dt, stamp);
    }
  }
  return stamps;
}

async function readTables(
  { formats }: Reconciler,
  kind: TableKind,
  read: (table: string) => Promise<readonly CatalogPartition[]>,
): Promise<TablePartition[]> {
  const tables = await pMap(formats, async (format) =>
    (await read(tableSpec(kind, format).name)).map((partition) => ({ format, partition })),
  );
  return tables.flat();
}
