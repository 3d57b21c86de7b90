import { pointLatest, settleLatest } from '../catalog/settle-latest';
import { tableSpec } from '../catalog/tables';
import type { ReportFormat } from '../report/fields';
import type { Change, Tally } from './changes';
import { dropPartitions } from './drop-partitions';
import { latestDt, planLatest, type TablePartition } from './plan-bucket';
import { type GroupFacts, type Reconciler, readLatest } from './read-group';

/** The `dt` of each bucket, by format. */
type ByFormat = Map<ReportFormat, Map<string, string>>;

/** Repairs for a group of buckets. */
interface Repairs {
  readonly point: ByFormat;
  readonly drop: TablePartition[];
  readonly changes: Change[];
}

/**
 * Makes the `latest` tables show the newest report in each bucket's history, and drops buckets without history.
 *
 * @param history without expired partitions, with the reports that this run registered
 */
export async function repairLatest(
  reconciler: Reconciler,
  group: GroupFacts,
  history: readonly TablePartition[],
  tally: Tally,
): Promise<void> {
  const latest = await readLatest(reconciler, group.names);
  const repairs = planRepairs(reconciler, group, history, latest);
  if (!reconciler.scope.dryRun) await carryOut(reconciler, repairs);
  for (const change of repairs.changes) tally.change(change);
}

function planRepairs(
  { scope }: Reconciler,
  { names, exists }: GroupFacts,
  history: readonly TablePartition[],
  latest: readonly TablePartition[],
): Repairs {
  const repairs: Repairs = { point: new Map(), drop: [], changes: [] };
  for (const bucket of names) {
    const ofBucket = ({ partition }: TablePartition) => partition.values[0] === bucket;
    const own = latest.filter(ofBucket);
    const { destinationBucket } = scope;
    const plan = planLatest({ history: history.filter(ofBucket), latest: own, destinationBucket, exists });
    const shownIn = (format: ReportFormat) => own.filter((each) => each.format === format).map(latestDt)[0];
    const repaired = (format: ReportFormat, to: string | undefined) =>
      repairs.changes.push({
        kind: 'repaired',
        table: tableSpec('latest', format).name,
        bucket,
        from: shownIn(format),
        to,
      });
    for (const stale of plan.drop) repaired(stale.format, undefined);
    repairs.drop.push(...plan.drop);
    if (plan.point === undefined) continue;
    repaired(plan.point.format, plan.point.dt);
    note(repairs.point, plan.point.format, bucket, plan.point.dt);
  }
  return repairs;
}

/** Applies repairs. A registration can run at the same time: at the end, a newer report that it wrote is restored. */
async function carryOut({ steps: { catalog } }: Reconciler, { drop, point }: Repairs): Promise<void> {
  await dropPartitions(catalog, 'latest', drop);
  for (const [format, wanted] of point) await pointLatest(catalog, format, wanted);
  const written: ByFormat = new Map([...point].map(([format, wanted]) => [format, new Map(wanted)]));
  for (const stale of drop) note(written, stale.format, stale.partition.values[0] ?? '', latestDt(stale) ?? '');
  for (const [format, shown] of written) await settleLatest(catalog, format, shown);
}

function note(byFormat: ByFormat, format: ReportFormat, bucket: string, dt: string): void {
  byFormat.set(format, (byFormat.get(format) ?? new Map<string, string>()).set(bucket, dt));
}
