import { ReportRefusedError } from '../report/report-refused';

/**
 * The outcome of registering a report. `unchanged`: the tables had the report already, or it has expired. `refused`: the report must
 * not be registered as it is. `failed`: another error. The queue delivers refused and failed reports again, and moves them to its
 * dead-letter queue in the end.
 */
export type Outcome =
  | { readonly status: 'registered'; readonly tables: readonly string[] }
  | { readonly status: 'unchanged' }
  | { readonly status: 'refused'; readonly reason: string; readonly next?: string | undefined }
  | { readonly status: 'failed'; readonly error: unknown };

/** Turns an error that a report met into the report's outcome. */
export const outcomeOf = (error: unknown): Outcome =>
  error instanceof ReportRefusedError
    ? { status: 'refused', reason: error.message, next: error.next }
    : { status: 'failed', error };
