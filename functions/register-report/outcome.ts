import type { LogFields } from '../../adapters/log';
import { Orgs3Error } from '../../core/errors';
import { ReportRefusedError } from '../../core/inventory/report-refused';

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

/** An outcome's own part of a log line. A defect shows its stack. */
export function outcomeFields(outcome: Outcome): LogFields {
  switch (outcome.status) {
    case 'registered':
      return { tables: outcome.tables };
    case 'unchanged':
      return {};
    case 'refused':
      return { reason: outcome.reason, next: outcome.next };
    case 'failed':
      return outcome.error instanceof Orgs3Error
        ? { reason: outcome.error.message, next: outcome.error.next }
        : { reason: String(outcome.error), stack: outcome.error instanceof Error ? outcome.error.stack : undefined };
  }
}
