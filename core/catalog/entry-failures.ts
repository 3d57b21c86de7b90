import { Orgs3Error } from '../errors';
import type { EntryFailure } from './catalog';

/** Entry errors that say: somebody else was faster. */
const CONFLICTS: readonly string[] = [
  'AlreadyExistsException',
  'EntityNotFoundException',
  'ConcurrentModificationException',
];

/** Whether the partition is not there. */
export const isGone = ({ code }: EntryFailure) => code === 'EntityNotFoundException';

/** Entry errors of Glue's own. The SDK repeats calls that fail, but not entries of a call that succeeded. */
const PASSING: readonly string[] = ['InternalServiceException', 'OperationTimeoutException', 'ThrottlingException'];

/** Whether another one wrote the partition first. */
export const isConflict = ({ code }: EntryFailure) => CONFLICTS.includes(code);

/** Whether the partition is to be read again, and planned anew: another one wrote it first, or Glue failed for a moment. */
export const isWorthAnotherTry = (failure: EntryFailure) => isConflict(failure) || PASSING.includes(failure.code);

/** An entry's failure as an error that names the partition. */
export const entryError = ({ values, code, message }: EntryFailure) =>
  new Orgs3Error(`Partition ${values.join(', ')}: ${code}: ${message}`);
