import type { LogFields } from '../adapters/aws/log';
import type { Outcome } from '../core/catalog/outcome';
import { Orgs3Error } from '../core/errors';

/** An outcome's own part of a log line. */
export function outcomeFields(outcome: Outcome): LogFields {
  switch (outcome.status) {
    case 'registered':
      return { tables: outcome.tables };
    case 'unchanged':
      return {};
    case 'refused':
      return { reason: outcome.reason, next: outcome.next };
    case 'failed':
      return errorFields(outcome.error);
  }
}

/** An error's part of a log line. A defect shows its stack. */
export const errorFields = (error: unknown): LogFields =>
  error instanceof Orgs3Error
    ? { reason: error.message, next: error.next }
    : { reason: String(error), stack: error instanceof Error ? error.stack : undefined };
