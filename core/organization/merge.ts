import type { ListedAccount, OrganizationListing } from './listing';
import { sortedBy } from './order';
import type { AccountSnapshot, BucketSnapshot, OrganizationSnapshot, ReadError } from './snapshot';

/** What reading one account's buckets came to. */
export type ReadResult =
  | { readonly account: string; readonly buckets: readonly BucketSnapshot[] }
  | { readonly account: string; readonly error: ReadError };

/** What is known from before, and what was read now. */
export interface MergeInput {
  readonly previous: OrganizationSnapshot | undefined;
  readonly listing: OrganizationListing;
  /** One per account that was read; accounts that are not in scope have none. */
  readonly results: readonly ReadResult[];
  /** Drops the accounts that the organization no longer lists. */
  readonly prune: boolean;
}

/**
 * The new snapshot, sorted. Only an answer replaces what is known:
 *
 * - an account that could not be read keeps its last known buckets and carries the error;
 * - an account that was not read, because it is not in scope, keeps what is known and carries no error;
 * - an account that is no longer listed becomes `DEPARTED` and keeps its buckets. `prune` alone drops it. A closed account
 *   is still listed, for 90 days, so it is not dropped before it departs.
 */
export function mergeSnapshot({ previous, listing, results, prune }: MergeInput): OrganizationSnapshot {
  const known = new Map(previous?.accounts.map((account) => [account.id, account]));
  const read = new Map(results.map((result) => [result.account, result]));
  const listed = new Set(listing.accounts.map(({ id }) => id));
  const present = listing.accounts.map((account) => mergeAccount(account, known.get(account.id), read.get(account.id)));
  const departed = prune ? [] : [...known.values()].filter(({ id }) => !listed.has(id)).map(toDeparted);
  return {
    organization: {
      ...listing.organization,
      units: sortedBy(listing.organization.units, ({ path, id }) => `${path} ${id}`),
    },
    accounts: sortedBy([...present, ...departed], ({ id }) => id),
  };
}

function mergeAccount(
  { id, name, state, path }: ListedAccount,
  known: AccountSnapshot | undefined,
  result: ReadResult | undefined,
): AccountSnapshot {
  const knownBuckets = known?.buckets ?? [];
  if (result === undefined) return { id, name, state, path, buckets: knownBuckets };
  if ('error' in result) return { id, name, state, path, error: stableError(result.error), buckets: knownBuckets };
  return { id, name, state, path, buckets: mergeBuckets(knownBuckets, result.buckets) };
}

const toDeparted = ({ id, name, path, buckets }: AccountSnapshot): AccountSnapshot => ({
  id,
  name,
  state: 'DEPARTED',
  path,
  buckets,
});

/**
 * A bucket keeps the earliest date seen: the one that ListBuckets answers moves when the bucket is changed, e.g. its policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Bucket.html
 */
function mergeBuckets(known: readonly BucketSnapshot[], found: readonly BucketSnapshot[]): BucketSnapshot[] {
  const knownDates = new Map(known.map(({ name, region, created }) => [`${region} ${name}`, created]));
  return sortedBy(found, ({ name }) => name).map(({ name, region, created }) => {
    const [earliest] = [created, knownDates.get(`${region} ${name}`)].filter((date) => date !== undefined).sort();
    return { name, region, ...(earliest === undefined ? {} : { created: earliest }) };
  });
}

/** The error without what differs from run to run: the caller's session name, and the address that was called. */
function stableError({ operation, code, message }: ReadError): ReadError {
  const stable = message
    .replace(/(:assumed-role\/[^/\s]+)\/[\w+=,.@-]+/g, '$1')
    .replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, 'its address');
  return { operation, code, message: stable };
}
