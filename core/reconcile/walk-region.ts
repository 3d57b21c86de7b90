import { bucketGroups } from '../catalog/chunks';
import type { CatalogPartition } from '../catalog/catalog';
import { Orgs3Error } from '../errors';
import type { Tally, Totals } from './changes';
import type { SourceBucket } from './read-group';
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

/** A partition of a table of newest reports, and the bucket that it is about. */
export interface NewestReport {
  readonly bucket: string;
  readonly partition: CatalogPartition;
}

/** The tables that a Region's reports are compared with. */
export interface RegionTables {
  readonly folders: ReconcileSteps['folders'];
  /** Brings the tables to where they show what the destination bucket holds of some buckets. @throws Orgs3Error where AWS refuses */
  readonly reconcile: (group: readonly SourceBucket[]) => Promise<void>;
  /** What the tables show of the Region as the newest reports, of all formats: a page at a time. */
  readonly newestReports: () => AsyncIterable<readonly NewestReport[]>;
}

/** After so many groups in a row that failed, it is not the buckets. */
const MOST_FAILURES = 3;

/**
 * Goes through a Region, group by group of 25 buckets, so that memory holds the reports of one group and the names of the buckets.
 * A group that AWS refuses is told of as `failed` and left for the next run.
 *
 * Costs besides what a group does: one listing per account and 1000 buckets, twice; one `GetPartitions` per table of newest
 * reports and page.
 *
 * @throws Orgs3Error where three groups in a row were refused, or the listing of buckets, or the tables
 */
export async function walkRegion(
  options: ReconcileOptions,
  tables: RegionTables,
  tally: Tally,
): Promise<ReconcileResult> {
  const walk = new Walk(options, tables, tally);
  const stoppedAfter = await walk.throughBuckets();
  if (stoppedAfter !== undefined) return { totals: tally.totals, stoppedAfter, ages: undefined };
  const ages = await walk.throughTables();
  return { totals: tally.totals, stoppedAfter: undefined, ages };
}

class Walk {
  private failures = 0;

  constructor(
    private readonly options: ReconcileOptions,
    private readonly tables: RegionTables,
    private readonly tally: Tally,
  ) {}

  /** Every bucket that has a folder; returns where it had to stop, or `undefined` at the end. */
  async throughBuckets(): Promise<Position | undefined> {
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

  /** The buckets that only the tables know: their folders are gone. And on the way, how old the newest reports are. */
  async throughTables(): Promise<ReportAges> {
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

/** Sorts before every account. */
const BEGINNING: Position = { account: '', bucket: '' };

/** Buckets of one page in groups, in their order. */
function groups(page: readonly BucketFolder[]): BucketFolder[][] {
  const rest = [...page];
  return bucketGroups(page.map(({ bucket }) => bucket)).map((names) => rest.splice(0, names.length));
}
