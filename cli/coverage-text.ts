import type { Coverage } from '../core/organization/coverage';
import type { SelectedBucket } from '../core/organization/selection';
import { describeError } from '../core/refusals/describe-error';
import { printable } from '../core/text/printable';
import { count, describeBucket, indented, under } from './lists';

/** The part of the organization that the inventory does not cover, by reason, as lines that are safe on a terminal. */
export const describeCoverage = ({ accounts, buckets, unreadable, directoryBuckets, fields }: Coverage): string[] =>
  [
    'Not covered:',
    ...indented([
      ...accounts.flatMap((group) =>
        under(
          `${count(group.accounts.length, 'account')}, ${count(group.buckets.length, 'known bucket')}: ${group.reason}`,
          group.accounts.map(({ id, name }) => describeAccount(id, name, group.buckets)),
        ),
      ),
      ...buckets.flatMap((group) =>
        under(`${count(group.buckets.length, 'bucket')}: ${group.reason}`, group.buckets.map(describeBucket)),
      ),
      ...under(
        `${count(unreadable.length, 'account')} could not be read; new buckets there are not seen`,
        unreadable.map(
          ({ id, name, error, knownBuckets }) =>
            `${id} (${name}): ${count(knownBuckets, 'known bucket')}: ${describeError(error)}`,
        ),
      ),
      ...describeDirectoryBuckets(directoryBuckets),
      `fields ${fields.names.join(', ')}: ${fields.reason}`,
    ]),
  ].map(printable);

const describeAccount = (id: string, name: string, buckets: readonly SelectedBucket[]) =>
  `${id} (${name}): ${count(buckets.filter(({ account }) => account === id).length, 'known bucket')}`;

function describeDirectoryBuckets({ buckets, reason, accountsNotAsked }: Coverage['directoryBuckets']): string[] {
  const known = under(`${count(buckets.length, 'directory bucket')}: ${reason}`, buckets.map(describeBucket));
  if (accountsNotAsked.length === 0) return known;
  const where = count(accountsNotAsked.length, 'account');
  return [
    ...known,
    `directory buckets were never looked for in ${where}: run "orgs3 discover --directory-buckets", which takes a call per account and Region`,
  ];
}
