import type { Log, LogLevel } from '../adapters/aws/log';
import type { Change } from '../core/reconcile/changes';
import { errorFields } from './outcome-fields';

const LEVEL = {
  recovered: 'warn',
  unregistrable: 'error',
  dropped: 'info',
  repaired: 'warn',
  failed: 'error',
} as const satisfies Record<Change['kind'], LogLevel>;

const MESSAGE = {
  recovered: 'lost report registered',
  unregistrable: 'report refused',
  dropped: 'partition dropped',
  repaired: 'latest repaired',
  failed: 'not reconciled',
} as const satisfies Record<Change['kind'], string>;

/** Writes a change to the log, as one line. */
export function logChange(log: Log, change: Change): void {
  const { kind } = change;
  const fields = kind === 'failed' ? { kind, buckets: change.buckets, ...errorFields(change.error) } : { ...change };
  // A report that only changed its place is not lost.
  if (kind === 'recovered' && change.shownAt !== undefined) log('info', 'report moved', fields);
  else log(LEVEL[kind], MESSAGE[kind], fields);
}
