/** A report of a source bucket. `dt` is the start of its scan in UTC, `2026-01-31-01-00`. */
export interface ReportName {
  /** The source account: 12 digits. */
  readonly account: string;
  readonly bucket: string;
  readonly dt: string;
}

/**
 * One thing that the tables lacked, or had too much.
 *
 * - `recovered`: a complete report that was in no table is registered;
 * - `unregistrable`: a report in the bucket must not be registered as it is;
 * - `dropped`: a partition is gone whose report is no longer there;
 * - `repaired`: a `latest` table shows the newest report again, or a bucket without reports no longer;
 * - `failed`: AWS refused, for a report or for some buckets; the next run tries again.
 *
 * In a dry run, each is what a run would do.
 */
export type Change =
  | ({ readonly kind: 'recovered' } & ReportName)
  | ({ readonly kind: 'unregistrable'; readonly reason: string; readonly next?: string | undefined } & ReportName)
  | { readonly kind: 'dropped'; readonly table: string; readonly bucket: string; readonly dt: string }
  | {
      readonly kind: 'repaired';
      readonly table: string;
      readonly bucket: string;
      /** What it showed; `undefined` where it showed nothing, or said no date. */
      readonly from: string | undefined;
      /** What it shows now; `undefined` where it no longer shows the bucket. */
      readonly to: string | undefined;
    }
  | { readonly kind: 'failed'; readonly buckets: readonly string[]; readonly error: unknown };

/** How much a run met and did. */
export interface Totals {
  /** Folders of source buckets below the destination prefix. */
  readonly buckets: number;
  /** Reports that are in the destination bucket. */
  readonly reports: number;
  readonly recovered: number;
  readonly unregistrable: number;
  readonly dropped: number;
  readonly repaired: number;
  /** Changes of the kind `failed`. */
  readonly failed: number;
  /** Reports that S3 still writes, or whose event may still be under way. */
  readonly pending: number;
}

export const NOTHING: Totals = {
  buckets: 0,
  reports: 0,
  recovered: 0,
  unregistrable: 0,
  dropped: 0,
  repaired: 0,
  failed: 0,
  pending: 0,
};

/** Both together. */
export const plus = (a: Totals, b: Totals): Totals => ({
  buckets: a.buckets + b.buckets,
  reports: a.reports + b.reports,
  recovered: a.recovered + b.recovered,
  unregistrable: a.unregistrable + b.unregistrable,
  dropped: a.dropped + b.dropped,
  repaired: a.repaired + b.repaired,
  failed: a.failed + b.failed,
  pending: a.pending + b.pending,
});

/** Whether a run found something that was to be done, or could not be. */
export const foundSomething = ({ recovered, unregistrable, dropped, repaired, failed }: Totals) =>
  recovered + unregistrable + dropped + repaired + failed > 0;

/** Counts what a run meets and does, and passes each change on. */
export class Tally {
  totals: Totals = NOTHING;

  constructor(private readonly onChange: (change: Change) => void) {}

  change(change: Change): void {
    this.count({ [change.kind]: 1 });
    this.onChange(change);
  }

  count(part: Partial<Totals>): void {
    this.totals = plus(this.totals, { ...NOTHING, ...part });
  }
}
