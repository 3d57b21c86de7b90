import { Orgs3Error } from '../errors';
import type { EntryFailure } from './catalog';

/** Entry errors that mean that another invocation was faster. */
const CONFLICTS: readonly string[] = [
  'AlreadyExistsException',
  'EntityNotFoundException',
  'ConcurrentModificationException',
];

/** Tells whether the partition does not exist. */
export const isGone = ({ code }: EntryFailure) => code === 'EntityNotFoundException';

/** Entry errors that pass by themselves. The SDK repeats failed calls, but not failed entries of a successful call. */
const PASSING: readonly string[] = ['InternalServiceException', 'OperationTimeoutException', 'ThrottlingException'];

/** Tells whether another invocation wrote the partition first. */
export const isConflict = ({ code }: EntryFailure) => CONFLICTS.includes(code);

/** Tells whether to read and plan the partition again: another invocation wrote it first, or Glue failed for a moment. */
export const isWorthAnotherTry = (failure: EntryFailure) => isConflict(failure) || PASSING.includes(failure.code);

/** Turns an entry's failure into an error that names the partition. */
export const entryError = ({ values, code, message }: EntryFailure) =>
  new Orgs3Error(`Partition ${values.join(', ')}: ${code}: ${message}`);
