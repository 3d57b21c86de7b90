import pMap from 'p-map';
import { groupedBy } from '../text/grouped-by';
import { sortedBy } from '../text/order';
import { refusalIn } from '../refusals/refusal';
import type { AccountSnapshot, DirectoryBucket, OrganizationSnapshot, ReadError } from '../organization/snapshot';

/** A Region of an account. */
export interface AccountRegion {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

/** Result of listing the directory buckets in a Region of an account. */
export type DirectoryRead = AccountRegion & ({ readonly names: readonly string[] } | { readonly error: ReadError });

export interface DirectorySteps {
  /** Lists the names of the directory buckets. Rejects with an `AwsCallError` where AWS refuses. */
  readDirectoryBuckets(place: AccountRegion, signal: AbortSignal): Promise<readonly string[]>;
  /** Called before the first Region of an account is read, and after each. */
  onDirectoryProgress(done: number, total: number): void;
}

/** Lists directory buckets: one call per account and Region, many at once. A refused call does not stop the others. */
export async function readDirectoryBuckets(
  places: readonly AccountRegion[],
  { concurrency, signal }: { readonly concurrency: number; readonly signal: AbortSignal },
  steps: DirectorySteps,
): Promise<DirectoryRead[]> {
  let done = 0;
  steps.onDirectoryProgress(done, places.length);
  const read = async (place: AccountRegion): Promise<DirectoryRead> => {
    const answer = await steps.readDirectoryBuckets(place, signal).then(
      (names) => ({ ...place, names }),
      (error: unknown) => ({ ...place, error: refusalIn(error, signal) }),
    );
    steps.onDirectoryProgress(++done, places.length);
    return answer;
  };
  const reads = await pMap(places, read, { concurrency, signal });
  signal.throwIfAborted();
  return reads;
}

/**
 * The snapshot with the directory buckets that were read. In a Region that was not read, or where AWS refused, the last known
 * directory buckets stay.
 */
export function withDirectoryBuckets(
  snapshot: OrganizationSnapshot,
  reads: readonly DirectoryRead[],
): OrganizationSnapshot {
  const byAccount = groupedBy(reads, ({ account }) => account);
  const merged = (account: AccountSnapshot): AccountSnapshot => {
    const found = mergeDirectoryBuckets(account.directoryBuckets, byAccount.get(account.id) ?? []);
    return found === undefined ? account : { ...account, directoryBuckets: found };
  };
  return { ...snapshot, accounts: snapshot.accounts.map(merged) };
}

function mergeDirectoryBuckets(
  known: readonly DirectoryBucket[] | undefined,
  reads: readonly DirectoryRead[],
): readonly DirectoryBucket[] | undefined {
  const answers = reads.flatMap((read) => ('names' in read ? [read] : []));
  const answered = new Set(answers.map(({ region }) => region));
  const kept = known?.filter(({ region }) => !answered.has(region)) ?? [];
  const found = answers.flatMap(({ region, names }) => names.map((name) => ({ name, region })));
  const merged = sortedBy([...kept, ...found], ({ name, region }) => `${region} ${name}`);
  // An empty list means that all Regions were read and have no directory buckets.
  const settled = reads.filter((read) => 'names' in read || lacksEndpoint(read)).length;
  if (known === undefined && merged.length === 0 && settled < Math.max(1, reads.length)) return undefined;
  return merged;
}

/** True for a Region without an endpoint for directory buckets: it has none. Many Regions lack this endpoint. */
export const lacksEndpoint = (read: DirectoryRead): boolean => 'error' in read && read.error.code === 'ENOTFOUND';
