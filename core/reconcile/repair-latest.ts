import { dropUnchanged, readFromTables } from '../catalog/newest-only';
import { settleLatest } from '../catalog/settle-latest';
import { REGIONAL_TABLES, tableSpec } from '../catalog/tables';
import { readTablesInUse, type TablePartition } from '../catalog/tables-in-use';
import { groupedBy } from '../text/grouped-by';
import type { Tally } from './changes';
import { dtOf, type LatestPlan, planLatest } from './plan-bucket';
import type { GroupFacts, Reconciler } from './read-group';

/** A group of buckets, and the history that their `latest` tables are compared with. */
export interface LatestFacts {
  readonly group: GroupFacts;
  /** Without the partitions that are dropped. */
  readonly history: readonly TablePartition[];
  /** Tells whether a partition shows a report that the tables must not show any more. */
  readonly isStale: (partition: TablePartition) => boolean;
  /** Buckets whose `latest` this run has written already. */
  readonly touched: readonly string[];
}

/**
 * Has the `latest` tables show the newest report of each bucket's history, and nothing of a bucket without any. What was read may be
 * old by now: a partition is dropped only where it still shows the same report, and what the tables have to show then is read anew.
 */
export async function repairLatest(reconciler: Reconciler, facts: LatestFacts, tally: Tally): Promise<void> {
  const plans = planBuckets(facts);
  if (reconciler.scope.dryRun) {
    for (const [bucket, { shown, plan }] of plans) if (!plan.isRight) tellPlan(bucket, shown, plan, tally);
    return;
  }
  const touched = new Set(facts.touched);
  const wrong = new Map([...plans].filter(([bucket, { plan }]) => touched.has(bucket) || !plan.isRight));
  if (wrong.size === 0) return;
  const { catalog } = reconciler.steps;
  await dropUnchanged(
    catalog,
    [...wrong.values()].flatMap(({ plan }) => plan.stale),
  );
  await settleLatest(catalog, new Map([...wrong.keys()].map((bucket) => [bucket, ''])));
  await tellRepairs(reconciler, { wrong, touched }, tally);
}

/** A bucket's `latest` partitions as they were read, and what they lack. */
interface BucketPlan {
  readonly shown: readonly TablePartition[];
  readonly plan: LatestPlan;
}

function planBuckets({ group, history, isStale }: LatestFacts): Map<string, BucketPlan> {
  const [reports, latest] = [groupedBy(history, bucketOf), groupedBy(group.latest, bucketOf)];
  return new Map(
    group.names.map((bucket) => {
      const shown = latest.get(bucket) ?? [];
      return [bucket, { shown, plan: planLatest({ history: reports.get(bucket) ?? [], latest: shown, isStale }) }];
    }),
  );
}

/** Tells what has changed since the tables were read. */
async function tellRepairs(
  { steps: { catalog } }: Reconciler,
  { wrong, touched }: { readonly wrong: ReadonlyMap<string, BucketPlan>; readonly touched: ReadonlySet<string> },
  tally: Tally,
): Promise<void> {
  const names = [...wrong.keys()].map((bucket) => [bucket]);
  const { latest } = await readTablesInUse(catalog, REGIONAL_TABLES);
  const now = groupedBy(await readFromTables(catalog, latest, names), bucketOf);
  for (const [bucket, { shown }] of wrong) {
    const after = now.get(bucket) ?? [];
    // The registration of a newer report is told as such.
    if (touched.has(bucket) && newestDt(after) > newestDt(shown)) continue;
    for (const { name } of latest) {
      const [from, to] = [shown, after].map((list) => list.find(({ table }) => table.name === name));
      if (from?.partition.location === to?.partition.location) continue;
      const change = {
        kind: 'repaired',
        table: name,
        bucket,
        from: from && dtOrNone(from),
        to: to && dtOrNone(to),
      } as const;
      tally.change({ ...change, ...(to === undefined ? shownIn(after[0]?.table.name) : {}) });
    }
  }
}

/** Tells what a run would change. */
function tellPlan(
  bucket: string,
  shown: readonly TablePartition[],
  { wanted }: Pick<LatestPlan, 'wanted'>,
  tally: Tally,
): void {
  const target = wanted && tableSpec('latest', wanted.table.format, wanted.table.layout).name;
  for (const each of shown.filter(({ table }) => table.name !== target))
    tally.change({
      kind: 'repaired',
      table: each.table.name,
      bucket,
      from: dtOrNone(each),
      to: undefined,
      ...shownIn(target),
    });
  if (wanted === undefined || target === undefined) return;
  const own = shown.find(({ table }) => table.name === target);
  if (own?.partition.location === wanted.partition.location) return;
  tally.change({ kind: 'repaired', table: target, bucket, from: own && dtOrNone(own), to: dtOrNone(wanted) });
}

const shownIn = (table: string | undefined) => (table === undefined ? {} : { shownIn: table });

const bucketOf = ({ partition: { values } }: TablePartition) => values[0] ?? '';

const dtOrNone = (partition: TablePartition) => dtOf(partition) || undefined;

const newestDt = (partitions: readonly TablePartition[]) => partitions.map(dtOf).sort().at(-1) ?? '';
