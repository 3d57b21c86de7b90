import { bucketGroups } from '../catalog/chunks';
import type { CatalogPartition } from '../catalog/catalog';
import { Orgs3Error } from '../errors';
import type { Tally, Totals } from './changes';
import type { SourceBucket } from './read-group';
import { NO_AGES, type ReportAges, withAges } from './report-ages';
import { type BucketFolder, bucketFolders, type Position } from './source-buckets';
import type { ReconcileScope, ReconcileSteps } from './steps';

/** Options of a run through one Region. */
export interface ReconcileOptions {
  readonly scope: ReconcileScope;
  /** Last finished bucket of an earlier run that stopped for lack of time; `undefined` to start at the beginning. */
  readonly after: Position | undefined;
  /** Age from which a bucket's newest report is overdue, in milliseconds. */
  readonly overdueAfter: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Called before every group of buckets; true stops the run. */
  readonly shouldStop: () => boolean;
  /** Called after every group: a later run can resume after this bucket. `totals` are the counts of the run so far. */
  readonly onPosition?: (position: Position, totals: Totals) => Promise<void> | void;
}

/** Result of a run. */
export interface ReconcileResult {
  /** Counts of this run, without earlier runs of the same pass. */
  readonly totals: Totals;
  /** Last finished bucket of a stopped run; `undefined` where the run reached the end of the Region. */
  readonly stoppedAfter: Position | undefined;
  /** Ages in the whole Region; `undefined` for a stopped run. */
  readonly ages: ReportAges | undefined;
}

/** A partition of a table of newest reports, with its bucket. */
export interface NewestReport {
  readonly bucket: string;
  readonly partition: CatalogPartition;
}

/** Tables to reconcile with a Region's reports. */
export interface RegionTables {
  readonly folders: ReconcileSteps['folders'];
  /** Makes the tables match the reports of some buckets. @throws Orgs3Error where AWS refuses */
  readonly reconcile: (group: readonly SourceBucket[]) => Promise<void>;
  /** Newest reports of the Region in the tables of all formats, page by page. */
  readonly newestReports: () => AsyncIterable<readonly NewestReport[]>;
}

/** Number of consecutive failed groups after which the run stops: the cause is then not a single bucket. */
const MOST_FAILURES = 3;

/**
 * Reconciles a Region in groups of 25 buckets, so that memory holds only the reports of one group and the names of all buckets. A
 * group that AWS refuses is recorded as `failed` and left to the next run.
 *
 * Costs two listings per account and 1000 buckets, and one `GetPartitions` per table of newest reports and page, besides the
 * costs of the groups.
 *
 * @throws Orgs3Error where AWS refuses three groups in a row, the listing of buckets, or the tables
 */
export async function walkRegion(
  options: ReconcileOptions,
  tables: RegionTables,
  tally: Tally,
): Promise<ReconcileResult> {
  const walk = new Walk(options, tables, tally);
  const stoppedAfter = await walk.walkFolders();
  if (stoppedAfter !== undefined) return { totals: tally.totals, stoppedAfter, ages: undefined };
  const ages = await walk.walkTables();
  return { totals: tally.totals, stoppedAfter: undefined, ages };
}

class Walk {
  private failures = 0;

  constructor(
    private readonly options: ReconcileOptions,
    private readonly tables: RegionTables,
    private readonly tally: Tally,
  ) {}

  /** Reconciles all buckets with a folder. Returns the last finished bucket of a stopped run; `undefined` at the end. */
  async walkFolders(): Promise<Position | undefined> {
    const { scope, after, shouldStop, onPosition } = this.options;
    let position = after;
    for await (const page of bucketFolders(scope, this.tables, after)) {
      for (const group of groups(page)) {
        if (shouldStop()) return position ?? BEGINNING;
        await this.reconcile(group);
        position = group.at(-1) ?? position;
        if (position !== undefined) await onPosition?.(position, this.tally.totals);
      }
    }
    return undefined;
  }

  /** Reconciles the buckets that are only in the tables, because their folders are gone. Returns the ages of the newest reports. */
  async walkTables(): Promise<ReportAges> {
    const { scope, overdueAfter, now } = this.options;
    const known = new Set<string>();
    for await (const page of bucketFolders(scope, this.tables, undefined))
      for (const { bucket } of page) known.add(bucket);
    const gone = new Set<string>();
    let ages = NO_AGES;
    for await (const page of this.tables.newestReports()) {
      const here = page.filter(({ bucket }) => known.has(bucket)).map(({ partition }) => partition);
      ages = withAges(ages, here, { overdueAfter, now });
      for (const { bucket } of page) if (!known.has(bucket)) gone.add(bucket);
    }
    for (const names of bucketGroups([...gone]))
      await this.reconcile(names.map((bucket) => ({ account: undefined, bucket })));
    return ages;
  }

  private async reconcile(group: readonly SourceBucket[]): Promise<void> {
    try {
      await this.tables.reconcile(group);
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      if (!(error instanceof Orgs3Error) || this.failures >= MOST_FAILURES) throw error;
      this.tally.change({ kind: 'failed', buckets: group.map(({ bucket }) => bucket), error });
    }
  }
}

/** Position before every account. */
const BEGINNING: Position = { account: '', bucket: '' };

/** Splits a page of buckets into groups, in order. */
function groups(page: readonly BucketFolder[]): BucketFolder[][] {
  const rest = [...page];
  return bucketGroups(page.map(({ bucket }) => bucket)).map((names) => rest.splice(0, names.length));
}
