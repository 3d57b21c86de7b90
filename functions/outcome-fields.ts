import type { LogFields } from '../adapters/log';
import type { Outcome } from '../core/catalog/outcome';
import { Orgs3Error } from '../core/errors';

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
