/** Identity of a report. `dt` is the start of its scan in UTC, e.g. `2026-01-31-01-00`. */
export interface ReportName {
  /** The source account: 12 digits. */
  readonly account: string;
  readonly bucket: string;
  readonly dt: string;
}

/**
 * A change that a run made to the tables, or a failure.
 *
 * - `recovered`: a complete report was registered that no table showed, or that was shown in another place than it has to be;
 * - `unregistrable`: a report in the bucket must not be registered;
 * - `dropped`: a partition was dropped because the tables must not show its report any more;
 * - `repaired`: a `latest` table shows the newest report again, or no longer shows a bucket that has none of its reports there;
 * - `failed`: AWS refused a call for a report or for some buckets; the next run tries again.
 *
 * In a dry run, each change is one that a run would make.
 */
export type Change =
  | ({
      readonly kind: 'recovered';
      /** The location at which it was shown before; absent where no table showed it. */
      readonly shownAt?: string;
    } & ReportName)
  | ({ readonly kind: 'unregistrable'; readonly reason: string; readonly next?: string | undefined } & ReportName)
  | {
      readonly kind: 'dropped';
      readonly table: string;
      readonly bucket: string;
      readonly dt: string;
      /** In words, e.g. "the report has expired". */
      readonly reason: string;
    }
  | {
      readonly kind: 'repaired';
      readonly table: string;
      readonly bucket: string;
      /** `dt` of the report shown before; `undefined` where the table showed none, or had no date. */
      readonly from: string | undefined;
      /** `dt` of the report shown now; `undefined` where the table no longer shows the bucket. */
      readonly to: string | undefined;
      /** The table that shows the bucket's newest report, where this one no longer shows the bucket; absent where none does. */
      readonly shownIn?: string;
    }
  | { readonly kind: 'failed'; readonly buckets: readonly string[]; readonly error: unknown };

/** Counts of a run. */
export interface Totals {
  /** Folders of source buckets below the destination prefix. */
  readonly buckets: number;
  /** Reports in the destination bucket. */
  readonly reports: number;
  readonly recovered: number;
  readonly unregistrable: number;
  readonly dropped: number;
  readonly repaired: number;
  /** Partitions that got the columns of their table, in its order. */
  readonly aligned: number;
  /** Changes of the kind `failed`. */
  readonly failed: number;
  /** Reports that S3 is still writing, or whose event may still be on its way. */
  readonly pending: number;
}

export const NO_TOTALS: Totals = {
  buckets: 0,
  reports: 0,
  recovered: 0,
  unregistrable: 0,
  dropped: 0,
  repaired: 0,
  aligned: 0,
  failed: 0,
  pending: 0,
};

/** Adds two counts. */
export const addTotals = (a: Totals, b: Totals): Totals => ({
  buckets: a.buckets + b.buckets,
  reports: a.reports + b.reports,
  recovered: a.recovered + b.recovered,
  unregistrable: a.unregistrable + b.unregistrable,
  dropped: a.dropped + b.dropped,
  repaired: a.repaired + b.repaired,
  aligned: a.aligned + b.aligned,
  failed: a.failed + b.failed,
  pending: a.pending + b.pending,
});

/** True where a run made a change, or failed to make one. */
export const hasChanges = ({ recovered, unregistrable, dropped, repaired, aligned, failed }: Totals) =>
  recovered + unregistrable + dropped + repaired + aligned + failed > 0;

/** Counts a run's buckets, reports and changes, and passes each change to `onChange`. */
export class Tally {
  totals: Totals = NO_TOTALS;

  constructor(private readonly onChange: (change: Change) => void) {}

  change(change: Change): void {
    this.count({ [change.kind]: 1 });
    this.onChange(change);
  }

  count(part: Partial<Totals>): void {
    this.totals = addTotals(this.totals, { ...NO_TOTALS, ...part });
  }
}
