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

/** Whether another one wrote the partition first: it is read again, and planned anew. */
export const isConflict = ({ code }: EntryFailure) => CONFLICTS.includes(code);

/** An entry's failure as an error that names the partition. */
export const entryError = ({ values, code, message }: EntryFailure) =>
  new Orgs3Error(`Partition ${values.join(', ')}: ${code}: ${message}`);
