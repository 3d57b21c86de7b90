import pMap from 'p-map';
import type { CatalogPartition } from '../catalog/catalog';
import { readFromTables } from '../catalog/newest-only';
import { REGIONAL_TABLES } from '../catalog/tables';
import { readTablesInUse, type TableInUse, type TablePartition, type TablesInUse } from '../catalog/tables-in-use';
import { dtOfStamp, reportFolder, type ReportKey, reportKeyOf } from '../report/report-key';
import { parseReportLocation, type ReportFolder } from '../report/report-location';
import type { ReportState } from './plan-bucket';
import type { ReconcileScope, ReconcileSteps } from './steps';

/** A source bucket; `account` is the one below whose folder its reports lie, `undefined` where only the catalog knows the bucket. */
export interface SourceBucket {
  readonly account: string | undefined;
  readonly bucket: string;
}

/** The scope and the calls of a reconciliation. */
export interface Reconciler {
  readonly scope: ReconcileScope;
  readonly steps: ReconcileSteps;
}

/** A report of the present configuration in the destination bucket. */
export interface ListedReport {
  readonly key: ReportKey;
  /** Never `gone`. */
  readonly state: ReportState;
}

/** The partitions and reports of a group of buckets, in the tables and in the destination bucket. */
export interface GroupFacts {
  readonly tables: TablesInUse;
  /** Each once. */
  readonly names: readonly string[];
  /** As they were before `history` was read. */
  readonly latest: readonly TablePartition[];
  /** As it was before the destination bucket was listed. */
  readonly history: readonly TablePartition[];
  readonly reports: readonly ListedReport[];
  /** Folders that were looked for as those of source buckets. */
  readonly folders: number;
  /** Returns the state of a partition's report; `whole` for one outside the destination bucket. */
  readonly stateOf: (partition: CatalogPartition) => ReportState;
}

/** Calls to S3 under way at once. */
const CONCURRENCY = 10;

/**
 * Reads a group in the order opposite to that in which a report appears (its files, history, `latest`): what an earlier read shows, and a
 * later one lacks, is really gone.
 *
 * Costs one `GetTables`, one `BatchGetPartition` per `latest` table, one `GetPartitions` per history table and page, and two listings
 * per folder.
 */
export async function readGroup({ scope, steps }: Reconciler, buckets: readonly SourceBucket[]): Promise<GroupFacts> {
  const { catalog } = steps;
  const names = [...new Set(buckets.map(({ bucket }) => bucket))];
  const tables = await readTablesInUse(catalog, REGIONAL_TABLES);
  const latest = await readFromTables(
    catalog,
    tables.latest,
    names.map((name) => [name]),
  );
  const history = (await pMap(tables.history, (table) => readHistory(steps, table, names))).flat();
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
    await pMap(folders, async (folder) => [folder, await listFolder(steps, folder)] as const, {
      concurrency: CONCURRENCY,
    }),
  );
  return {
    tables,
    names,
    latest,
    history,
    folders: sources.length,
    reports: sources.flatMap(({ account, bucket, folder }) =>
      [...(listed.get(folder)?.stamps.values() ?? [])].flatMap((stamp) => {
        const key = reportKeyOf({ account, bucket, stamp }, scope);
        return key === undefined ? [] : [{ key, state: stateIn(listed.get(folder), key.dt) }];
      }),
    ),
    stateOf: (partition) => {
      const place = parseReportLocation(partition, scope.destinationBucket);
      return place === undefined ? 'whole' : stateIn(listed.get(place.folder), place.dt);
    },
  };
}

async function readHistory(
  { catalog }: ReconcileSteps,
  table: TableInUse,
  buckets: readonly string[],
): Promise<TablePartition[]> {
  const found: TablePartition[] = [];
  for await (const page of catalog.partitionPages(table.name, { buckets }))
    found.push(...page.map((partition) => ({ table, partition })));
  return found;
}

/** The reports of a folder, by `dt`. */
interface ListedFolder {
  /** Names of the folders of manifests. */
  readonly stamps: ReadonlyMap<string, string>;
  /** Those that have a `symlink.txt`. */
  readonly symlinks: ReadonlySet<string>;
}

const stateIn = (folder: ListedFolder | undefined, dt: string): ReportState => {
  if (folder === undefined) return 'whole';
  if (!folder.stamps.has(dt)) return 'gone';
  return folder.symlinks.has(dt) ? 'whole' : 'broken';
};

async function listFolder({ folders }: ReconcileSteps, folder: ReportFolder): Promise<ListedFolder> {
  const stamps = new Map<string, string>();
  for await (const page of folders(folder)) {
    for (const path of page) {
      const stamp = path.slice(folder.length, -1);
      const dt = dtOfStamp(stamp);
      if (dt !== undefined) stamps.set(dt, stamp);
    }
  }
  const hive = `${folder}hive/dt=`;
  const symlinks = new Set<string>();
  for await (const page of folders(`${folder}hive/`))
    for (const path of page) if (path.startsWith(hive)) symlinks.add(path.slice(hive.length, -1));
  return { stamps, symlinks };
}
