import { sortedBy } from '../text/order';
import type { SelectedBucket } from '../organization/selection';
import type { AccountSnapshot, AccountState, OrganizationSnapshot } from '../organization/snapshot';

/** Differences between two snapshots; every list is sorted by account. Account ids are strings of 12 digits. */
export interface SnapshotChanges {
  readonly accountsAdded: readonly string[];
  /** Accounts that are no longer in the snapshot. */
  readonly accountsPruned: readonly string[];
  /** Accounts with another state, e.g. suspended, closed, departed, active again. */
  readonly statesChanged: readonly StateChange[];
  /** Accounts that moved to another organizational unit. */
  readonly accountsMoved: readonly AccountMove[];
  /** New buckets, including those of new accounts; sorted by account, Region and name. */
  readonly bucketsAdded: readonly SelectedBucket[];
  /** Buckets that no longer exist, including those of pruned accounts; sorted by account, Region and name. */
  readonly bucketsRemoved: readonly SelectedBucket[];
  /** Buckets with other tags, or whose tags became known or unknown; sorted likewise. */
  readonly tagsChanged: readonly SelectedBucket[];
  /** Sorted likewise. */
  readonly directoryBucketsAdded: readonly SelectedBucket[];
  /** Sorted likewise. */
  readonly directoryBucketsRemoved: readonly SelectedBucket[];
}

export interface StateChange {
  readonly account: string;
  readonly from: AccountState;
  readonly to: AccountState;
}

export interface AccountMove {
  readonly account: string;
  /** Path of the organizational unit. */
  readonly from: string;
  readonly to: string;
}

/** Compares two snapshots. Without an earlier one, everything counts as added. */
export function compareSnapshots(
  before: OrganizationSnapshot | undefined,
  after: OrganizationSnapshot,
): SnapshotChanges {
  const earlier = before?.accounts ?? [];
  const pairs = pairById(earlier, after.accounts);
  return {
    accountsAdded: missingFrom(earlier, after.accounts),
    accountsPruned: missingFrom(after.accounts, earlier),
    statesChanged: pairs.flatMap(([from, to]) =>
      from.state === to.state ? [] : [{ account: to.id, from: from.state, to: to.state }],
    ),
    accountsMoved: pairs.flatMap(([from, to]) =>
      from.path === to.path ? [] : [{ account: to.id, from: from.path, to: to.path }],
    ),
    bucketsAdded: missingPlaces(bucketsOf(earlier), bucketsOf(after.accounts)),
    bucketsRemoved: missingPlaces(bucketsOf(after.accounts), bucketsOf(earlier)),
    tagsChanged: tagsChanged(earlier, after.accounts),
    directoryBucketsAdded: missingPlaces(directoryBucketsOf(earlier), directoryBucketsOf(after.accounts)),
    directoryBucketsRemoved: missingPlaces(directoryBucketsOf(after.accounts), directoryBucketsOf(earlier)),
  };
}

/** Number of changes. */
export const countChanges = (changes: SnapshotChanges): number =>
  Object.values<readonly unknown[]>({ ...changes }).reduce((sum, list) => sum + list.length, 0);

function pairById(
  before: readonly AccountSnapshot[],
  after: readonly AccountSnapshot[],
): [AccountSnapshot, AccountSnapshot][] {
  const earlier = new Map(before.map((account) => [account.id, account]));
  return sortedBy(after, ({ id }) => id).flatMap((to): [AccountSnapshot, AccountSnapshot][] => {
    const from = earlier.get(to.id);
    return from === undefined ? [] : [[from, to]];
  });
}

function missingFrom(there: readonly AccountSnapshot[], here: readonly AccountSnapshot[]): string[] {
  const known = new Set(there.map(({ id }) => id));
  return here
    .map(({ id }) => id)
    .filter((id) => !known.has(id))
    .sort();
}

function missingPlaces(there: readonly SelectedBucket[], here: readonly SelectedBucket[]): SelectedBucket[] {
  const known = new Set(there.map(place));
  return sortedBy(
    here.filter((bucket) => !known.has(place(bucket))),
    place,
  );
}

const bucketsOf = (accounts: readonly AccountSnapshot[]): SelectedBucket[] =>
  accounts.flatMap(({ id, buckets }) => buckets.map(({ name, region }) => ({ account: id, region, bucket: name })));

const directoryBucketsOf = (accounts: readonly AccountSnapshot[]): SelectedBucket[] =>
  accounts.flatMap(({ id, directoryBuckets = [] }) =>
    directoryBuckets.map(({ name, region }) => ({ account: id, region, bucket: name })),
  );

/** Buckets in both snapshots whose tags changed. */
function tagsChanged(before: readonly AccountSnapshot[], after: readonly AccountSnapshot[]): SelectedBucket[] {
  const earlier = new Map(taggedBuckets(before).map(({ bucket, tags }) => [place(bucket), tags]));
  const changed = taggedBuckets(after).filter(({ bucket, tags }) => (earlier.get(place(bucket)) ?? tags) !== tags);
  return sortedBy(
    changed.map(({ bucket }) => bucket),
    place,
  );
}

/** All buckets with their tags as one text; empty where the tags are unknown. */
const taggedBuckets = (accounts: readonly AccountSnapshot[]) =>
  accounts.flatMap(({ id, buckets }) =>
    buckets.map(({ name, region, tags }) => ({
      bucket: { account: id, region, bucket: name },
      tags: tags === undefined ? '' : JSON.stringify(sortedBy(Object.entries(tags), ([key]) => key)),
    })),
  );

const place = ({ account, region, bucket }: SelectedBucket): string => `${account} ${region} ${bucket}`;
