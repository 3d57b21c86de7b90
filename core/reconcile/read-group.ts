import pMap from 'p-map';
import type { CatalogPartition } from '../catalog/catalog';
import { type TableKind, tableSpec } from '../catalog/tables';
import type { ReportFormat } from '../report/fields';
import { dtOfStamp, reportFolder, type ReportKey, reportKeyOf } from '../report/report-key';
import { type BucketFacts, placeOf, type ReportFolder, type TablePartition } from './plan-bucket';
import type { ReconcileScope, ReconcileSteps } from './steps';

/** A source bucket; `account` is the one below whose folder its reports lie, `undefined` where only the catalog knows the bucket. */
export interface SourceBucket {
  readonly account: string | undefined;
  readonly bucket: string;
}

/** What a group of buckets is reconciled with. */
export interface Reconciler {
  readonly scope: ReconcileScope;
  readonly steps: ReconcileSteps;
  /** Formats whose tables there are; those of the reports that are registered join them. */
  readonly formats: Set<ReportFormat>;
}

/** What the destination bucket and the history tables hold of a group of buckets. */
export interface GroupFacts {
  /** Each once. */
  readonly names: readonly string[];
  readonly history: readonly TablePartition[];
  /** The reports of the present configuration that are in the destination bucket. */
  readonly reports: readonly ReportKey[];
  /** Folders that were looked for as those of source buckets. */
  readonly folders: number;
  readonly exists: BucketFacts['exists'];
}

/** Calls to S3 under way at once. */
const CONCURRENCY = 10;

/** One listing per folder, one `GetPartitions` per history table and page, one `BatchGetPartition` per `latest` table. */
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
    ...[...history, ...latest].flatMap(({ partition }) => placeOf(partition, scope.destinationBucket)?.folder ?? []),
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

/** The partitions of these buckets in the `latest` tables, as they are now. */
export function readLatest(reconciler: Reconciler, names: readonly string[]): Promise<TablePartition[]> {
  const values = names.map((bucket) => [bucket]);
  return readTables(reconciler, 'latest', (table) => reconciler.steps.catalog.readPartitions(table, values));
}

/** The reports of a folder by `dt`, each with the name of its manifest's folder. */
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
