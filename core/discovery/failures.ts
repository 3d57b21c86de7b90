import { lacksEndpoint, type DirectoryRead } from './directory-buckets';
import type { ReadResult } from './merge';
import { sortedBy } from '../text/order';
import { type PartFailure, partHint } from '../refusals/part-failure';
import { circumstancesOf, hintFor, type ReadFailure, type Way } from '../refusals/read-failure';
import type { AccountSnapshot, OrganizationSnapshot } from '../organization/snapshot';

/** Accounts whose buckets could not be listed, in the order of the results, with the number of buckets that the snapshot keeps. */
export function accountFailures(
  results: readonly ReadResult[],
  snapshot: OrganizationSnapshot,
  way: Way,
): ReadFailure[] {
  const accounts = byId(snapshot);
  return results.flatMap((result) => {
    if (!('error' in result)) return [];
    const { account, error } = result;
    return [
      {
        account,
        name: accounts.get(account)?.name ?? '',
        error,
        keptBuckets: accounts.get(account)?.buckets.length ?? 0,
        next: hintFor(error, circumstancesOf(account, snapshot, way)),
      },
    ];
  });
}

/** Tags and directory buckets that could not be read in the other accounts, sorted by account, Region and bucket. */
export function partFailures(
  read: { readonly results: readonly ReadResult[]; readonly directories: readonly DirectoryRead[] },
  snapshot: OrganizationSnapshot,
  way: Way,
): PartFailure[] {
  const accounts = byId(snapshot);
  const failures = [
    ...read.results.flatMap((result) => unreadTags(result, accounts)),
    ...read.directories.flatMap((directory) => unreadDirectories(directory, accounts)),
  ].map((failure) => ({
    ...failure,
    next: partHint(failure.error, circumstancesOf(failure.account, snapshot, way)),
  }));
  return sortedBy(failures, ({ account, region, bucket }) => `${account} ${region ?? ''} ${bucket ?? ''}`);
}

type Accounts = ReadonlyMap<string, AccountSnapshot>;
type WithoutHint = Omit<PartFailure, 'next'>;

const byId = ({ accounts }: OrganizationSnapshot): Accounts =>
  new Map(accounts.map((account) => [account.id, account]));

function unreadTags(result: ReadResult, accounts: Accounts): WithoutHint[] {
  if ('error' in result || result.unreadTags === undefined) return [];
  const { account } = result;
  const tagged = new Set(
    accounts
      .get(account)
      ?.buckets.flatMap(({ region, name, tags }) => (tags === undefined ? [] : [`${region} ${name}`])),
  );
  return result.unreadTags.map(({ name, region, error }) => {
    const known = tagged.has(`${region} ${name}`);
    return { part: 'tags', account, region, bucket: name, error, known };
  });
}

function unreadDirectories(read: DirectoryRead, accounts: Accounts): WithoutHint[] {
  if ('names' in read) return [];
  const { account, region, error } = read;
  const known = accounts.get(account)?.directoryBuckets?.some((bucket) => bucket.region === region) ?? false;
  if (lacksEndpoint(read) && !known) return [];
  return [{ part: 'directory buckets', account, region, bucket: null, error, known }];
}
