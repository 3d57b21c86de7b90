import { bucketGroups } from '../catalog/chunks';
import type { CatalogPartition } from '../catalog/catalog';
import { ensureViews } from '../catalog/ensure-views';
import { tableSpec } from '../catalog/tables';
import { Orgs3Error } from '../errors';
import { REPORT_FORMATS, type ReportFormat } from '../inventory/fields';
import { Tally, type Totals } from './changes';
import type { Reconciler, SourceBucket } from './read-group';
import { reconcileBuckets } from './reconcile-buckets';
import { NO_AGES, type ReportAges, withAges } from './report-ages';
import { type BucketFolder, bucketFolders, type Position } from './source-buckets';
import type { ReconcileScope, ReconcileSteps } from './steps';

/** What a run of one Region is made of. */
export interface ReconcileOptions {
  readonly scope: ReconcileScope;
  /** Where an earlier run ended for want of time; `undefined` for the beginning. */
  readonly after: Position | undefined;
  /** How old a bucket's newest report may be, in milliseconds. */
  readonly overdueAfter: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Asked before every group of buckets; true ends the run there. */
  readonly shouldStop: () => boolean;
  /** Told when a group is through: the run can be taken up again behind this bucket. `totals` are those of the run so far. */
  readonly onPosition?: (position: Position, totals: Totals) => Promise<void> | void;
}

/** What became of a run. */
export interface ReconcileResult {
  /** Since this run began; earlier parts of it are not in it. */
  readonly totals: Totals;
  /** `undefined` where the run came to the end of the Region. */
  readonly stoppedAfter: Position | undefined;
  /** Of the whole Region; `undefined` where the run did not come to its end. */
  readonly ages: ReportAges | undefined;
}

/** After so many groups in a row that failed, it is not the buckets. */
const MOST_FAILURES = 3;

/**
 * Reconciles the tables of a Region with its destination bucket, group by group of 25 buckets, so that memory holds the reports of
 * one group and the names of the buckets. A group that AWS refuses is told of as `failed` and left for the next run.
 *
 * Costs besides `reconcileBuckets`: two `GetTable` per format, and what `ensureViews` costs; one listing per account and 1000 buckets, twice; one `GetPartitions`
 * per `latest` table and page.
 *
 * @throws Orgs3Error where three groups in a row were refused, or the listing of buckets, or the tables
 */
export async function reconcileRegion(options: ReconcileOptions, steps: ReconcileSteps): Promise<ReconcileResult> {
  const tally = new Tally(steps.onChange);
  const run = new Run(options, { scope: options.scope, steps, formats: await formatsInUse(steps) }, tally);
  const stoppedAfter = await run.throughBuckets();
  if (stoppedAfter !== undefined) return { totals: tally.totals, stoppedAfter, ages: undefined };
  const ages = await run.throughCatalog();
  if (!options.scope.dryRun) await ensureViews(steps.catalog);
  return { totals: tally.totals, stoppedAfter: undefined, ages };
}

async function formatsInUse({ catalog }: ReconcileSteps): Promise<Set<ReportFormat>> {
  const formats = new Set<ReportFormat>();
  for (const format of REPORT_FORMATS) {
    const tables = [tableSpec('history', format), tableSpec('latest', format)];
    const found = await Promise.all(tables.map(({ name }) => catalog.readTable(name)));
    if (found.every((table) => table !== undefined)) formats.add(format);
  }
  return formats;
}

class Run {
  private failures = 0;

  constructor(
    private readonly options: ReconcileOptions,
    private readonly reconciler: Reconciler,
    private readonly tally: Tally,
  ) {}

  /** Every bucket that has a folder; returns where it had to stop, or `undefined` at the end. */
  async throughBuckets(): Promise<Position | undefined> {
    const { scope, after, shouldStop, onPosition } = this.options;
    let position = after;
    for await (const page of bucketFolders(scope, this.reconciler.steps, after)) {
      for (const group of groups(page)) {
        if (shouldStop()) return position ?? BEGINNING;
        await this.reconcile(group);
        position = group.at(-1) ?? position;
        if (position !== undefined) await onPosition?.(position, this.tally.totals);
      }
    }
    return undefined;
  }

  /** The buckets that only the tables know: their folders are gone. And on the way, how old the newest reports are. */
  async throughCatalog(): Promise<ReportAges> {
    const { scope, overdueAfter, now } = this.options;
    const { steps, formats } = this.reconciler;
    const known = new Set<string>();
    for await (const page of bucketFolders(scope, steps, undefined)) for (const { bucket } of page) known.add(bucket);
    let ages = NO_AGES;
    for (const format of formats) {
      const gone = new Set<string>();
      for await (const page of steps.catalog.partitionPages(tableSpec('latest', format).name)) {
        const isKnown = ({ values: [bucket = ''] }: CatalogPartition) => known.has(bucket);
        ages = withAges(ages, page.filter(isKnown), { overdueAfter, now });
        for (const partition of page) if (!isKnown(partition)) gone.add(partition.values[0] ?? '');
      }
      for (const names of bucketGroups([...gone])) {
        await this.reconcile(names.map((bucket) => ({ account: undefined, bucket })));
        for (const name of names) known.add(name);
      }
    }
    return ages;
  }

  private async reconcile(group: readonly SourceBucket[]): Promise<void> {
    try {
      await reconcileBuckets(this.reconciler, group, this.tally);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      if (!(error instanceof Orgs3Error) || this.failures >= MOST_FAILURES) throw error;
      this.tally.change({ kind: 'failed', buckets: group.map(({ bucket }) => bucket), error });
    }
  }
}

/** Sorts before every account. */
const BEGINNING: Position = { account: '', bucket: '' };

/** Buckets of one page in groups, in their order. */
function groups(page: readonly BucketFolder[]): BucketFolder[][] {
  const rest = [...page];
  return bucketGroups(page.map(({ bucket }) => bucket)).map((names) => rest.splice(0, names.length));
}
