import type { Config } from '../config/schema';
import { Orgs3Error } from '../errors';
import { desiredBuckets, type DesiredBucket } from '../inventory/desired-buckets';
import { byText } from '../text/order';
import { selectBuckets, type SelectedBucket } from '../organization/selection';
import type { AccountSnapshot, BucketSnapshot, OrganizationSnapshot } from '../organization/snapshot';
import { regionsToAsk } from '../query/regions';

/** A part of the organization; an empty list means all. */
export interface Part {
  /** 12 digits each. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** The accounts in scope of a part, sorted. @throws Orgs3Error for an account that is not in scope */
export function accountsOf(config: Config, snapshot: OrganizationSnapshot, { accounts }: Part): readonly string[] {
  const { accounts: inScope } = selectBuckets(config, snapshot);
  const unknown = accounts.find((account) => !inScope.includes(account));
  if (unknown !== undefined) {
    throw new Orgs3Error(`Account ${unknown} is not one of the ${inScope.length} accounts in scope.`, {
      next: 'Correct --account. "orgs3 discover" finds new accounts; filters in the configuration decide the scope.',
    });
  }
  return accounts.length === 0 ? inScope : inScope.filter((account) => accounts.includes(account));
}

/** Refuses a Region without a selected bucket in any of the snapshots. @throws Orgs3Error naming the Regions in use */
export function checkRegions(config: Config, snapshots: readonly OrganizationSnapshot[], { regions }: Part): void {
  if (regions.length === 0) return;
  const inUse = new Set(snapshots.flatMap((snapshot) => selectBuckets(config, snapshot).regions));
  regionsToAsk([...inUse].sort(byText), regions);
}

/** The selected buckets of some accounts and Regions, with their desired configurations. */
export function desiredIn(
  config: Config,
  snapshot: OrganizationSnapshot,
  accounts: readonly string[],
  { regions }: Part,
): DesiredBucket[] {
  const [accountSet, regionSet] = [new Set(accounts), new Set(regions)];
  return desiredBuckets(config, snapshot, selectBuckets(config, snapshot)).filter(
    ({ account, region }) => accountSet.has(account) && (regionSet.size === 0 || regionSet.has(region)),
  );
}

/** The snapshot with the live buckets of some accounts. Tags of known buckets stay. */
export function withLiveBuckets(
  snapshot: OrganizationSnapshot,
  live: ReadonlyMap<string, readonly BucketSnapshot[]>,
): OrganizationSnapshot {
  const refreshed = (account: AccountSnapshot): AccountSnapshot => {
    const known = new Map(account.buckets.map((bucket) => [snapshotKey({ account: account.id, ...bucket }), bucket]));
    const found = live.get(account.id);
    if (found === undefined) return account;
    return { ...account, buckets: found.map((one) => known.get(snapshotKey({ account: account.id, ...one })) ?? one) };
  };
  return { ...snapshot, accounts: snapshot.accounts.map(refreshed) };
}

const snapshotKey = ({ account, region, name }: { readonly account: string } & BucketSnapshot) =>
  bucketKey({ account, region, bucket: name });

/** Key of a bucket for maps and sorting: account, Region and name. */
export const bucketKey = ({ account, region, bucket }: SelectedBucket): string => `${account} ${region} ${bucket}`;
