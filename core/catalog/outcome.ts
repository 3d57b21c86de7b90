import { ReportRefusedError } from '../report/report-refused';

/**
 * What became of a report. `unchanged`: it was there already. `refused`: it must not be registered as it is. `failed`:
 * something else went wrong. The last two are tried again by the queue and parked in its dead-letter queue in the end.
 */
export type Outcome =
  | { readonly status: 'registered'; readonly tables: readonly string[] }
  | { readonly status: 'unchanged' }
  | { readonly status: 'refused'; readonly reason: string; readonly next?: string | undefined }
  | { readonly status: 'failed'; readonly error: unknown };

/** An error met on the way of a report, as its outcome. */
export const outcomeOf = (error: unknown): Outcome =>
  error instanceof ReportRefusedError
    ? { status: 'refused', reason: error.message, next: error.next }
    : { status: 'failed', error };
