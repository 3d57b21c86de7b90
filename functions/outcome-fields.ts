import type { LogFields } from '../adapters/aws/log';
import type { Outcome } from '../core/catalog/outcome';
import { Orgs3Error } from '../core/errors';

/** The fields of a log line that describe an outcome. */
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

/** The fields of a log line that describe an error; those of a defect include its stack. */
export const errorFields = (error: unknown): LogFields =>
  error instanceof Orgs3Error
    ? { reason: error.message, next: error.next }
    : { reason: String(error), stack: error instanceof Error ? error.stack : undefined };
