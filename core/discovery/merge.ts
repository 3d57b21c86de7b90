import type { UnreadTags } from './bucket-tags';
import type { ListedAccount, OrganizationListing } from './listing';
import { sortedBy } from '../text/order';
import type { AccountSnapshot, BucketSnapshot, OrganizationSnapshot, ReadError } from '../organization/snapshot';

/** Result of listing one account's buckets. */
export type ReadResult =
  | {
      readonly account: string;
      /** Buckets, with the tags that were read. */
      readonly buckets: readonly BucketSnapshot[];
      /** Buckets whose tags could not be read. */
      readonly unreadTags?: readonly UnreadTags[];
    }
  | { readonly account: string; readonly error: ReadError };

/** The previous snapshot, and the data read now. */
export interface MergeInput {
  readonly previous: OrganizationSnapshot | undefined;
  readonly listing: OrganizationListing;
  /** One result per account in scope. */
  readonly results: readonly ReadResult[];
  /** Drops the accounts that the organization no longer lists. */
  readonly prune: boolean;
}

/**
 * Builds the new snapshot, sorted. Only data that was read replaces data of the previous snapshot:
 *
 * - an account that could not be read keeps its last known buckets and carries the error;
 * - a bucket whose tags could not be read keeps its last known tags; a bucket whose tags were not requested has none, so that the
 *   snapshot has no outdated tags;
 * - directory buckets stay unchanged: `withDirectoryBuckets` updates them;
 * - an account out of scope, which was not read, keeps its buckets and carries no error;
 * - an account that is no longer listed becomes `DEPARTED` and keeps its buckets; only `prune` drops it. A closed account is still
 *   listed for 90 days, so it is not dropped before it departs.
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
  const buckets = known?.buckets ?? [];
  const kept = directoryBucketsOf(known);
  if (result === undefined) return { id, name, state, path, buckets, ...kept };
  if ('error' in result) return { id, name, state, path, error: stableError(result.error), buckets, ...kept };
  return { id, name, state, path, buckets: mergeBuckets(buckets, result), ...kept };
}

const toDeparted = (account: AccountSnapshot): AccountSnapshot => {
  const { id, name, path, buckets } = account;
  return { id, name, state: 'DEPARTED', path, buckets, ...directoryBucketsOf(account) };
};

const directoryBucketsOf = (known: AccountSnapshot | undefined): Pick<AccountSnapshot, 'directoryBuckets'> =>
  known?.directoryBuckets === undefined ? {} : { directoryBuckets: known.directoryBuckets };

/**
 * Merges the buckets of an account. A bucket keeps the earliest creation date seen, because the date of ListBuckets moves when the
 * bucket changes, e.g. its policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Bucket.html
 */
function mergeBuckets(
  known: readonly BucketSnapshot[],
  { buckets, unreadTags = [] }: Exclude<ReadResult, { readonly error: ReadError }>,
): BucketSnapshot[] {
  const before = new Map(known.map((bucket) => [bucketId(bucket), bucket]));
  const refused = new Set(unreadTags.map(bucketId));
  return sortedBy(buckets, ({ name }) => name).map((found) => {
    const { name, region, created } = found;
    const last = before.get(bucketId(found));
    const [earliest] = [created, last?.created].filter((date) => date !== undefined).sort();
    const tags = found.tags ?? (refused.has(bucketId(found)) ? last?.tags : undefined);
    return {
      name,
      region,
      ...(earliest === undefined ? {} : { created: earliest }),
      ...(tags === undefined ? {} : { tags }),
    };
  });
}

const bucketId = ({ region, name }: Pick<BucketSnapshot, 'region' | 'name'>) => `${region} ${name}`;

/** The error without the parts that differ in each run: the caller's session name, and the IP address of the endpoint. */
function stableError({ operation, code, message }: ReadError): ReadError {
  const stable = message
    .replace(/(:assumed-role\/[^/\s]+)\/[\w+=,.@-]+/g, '$1')
    .replace(/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, 'its address');
  return { operation, code, message: stable };
}
