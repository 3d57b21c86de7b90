import type { Config } from '../config/schema';
import type { SnapshotChanges } from './changes';
import type { Discovery } from './discover';
import { sortedBy } from './order';
import type { ReadFailure } from './read-failure';
import { selectBuckets } from './selection';
import type { AccountState, OrganizationSnapshot } from './snapshot';

/** What `orgs3 discover` tells at its end. */
export interface DiscoverySummary {
  /** The organization's id. */
  readonly organization: string;
  readonly accounts: AccountCounts;
  /** Sorted by Region. */
  readonly regions: readonly RegionCount[];
  /** There was no snapshot before; all that is known counts as added. */
  readonly isFirst: boolean;
  readonly changes: SnapshotChanges;
  /** Sorted by account. */
  readonly unreadable: readonly ReadFailure[];
}

export interface AccountCounts {
  readonly known: number;
  /** Active and taken by the filters: these were read. */
  readonly inScope: number;
  readonly unreadable: number;
  /** States that occur, in alphabetical order. */
  readonly states: Partial<Record<AccountState, number>>;
}

/** The known buckets of a Region, and those of them that get an inventory configuration. */
export interface RegionCount {
  readonly region: string;
  readonly accounts: number;
  readonly buckets: number;
  readonly selected: number;
}

/** Counts what a discovery found. */
export function summarizeDiscovery(config: Config, discovery: Discovery): DiscoverySummary {
  const { snapshot, isFirst, changes, accountsRead, failures } = discovery;
  return {
    organization: snapshot.organization.id,
    accounts: {
      known: snapshot.accounts.length,
      inScope: accountsRead,
      unreadable: failures.length,
      states: countStates(snapshot),
    },
    regions: countRegions(config, snapshot),
    isFirst,
    changes,
    unreadable: failures,
  };
}

function countStates({ accounts }: OrganizationSnapshot): Partial<Record<AccountState, number>> {
  const counts: Partial<Record<AccountState, number>> = {};
  for (const { state } of sortedBy(accounts, (account) => account.state)) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function countRegions(config: Config, snapshot: OrganizationSnapshot): RegionCount[] {
  const { buckets, skipped } = selectBuckets(config, snapshot);
  const counts = new Map<string, { accounts: Set<string>; buckets: number; selected: number }>();
  const count = (region: string, account: string, selected: 0 | 1) => {
    const known = counts.get(region) ?? { accounts: new Set(), buckets: 0, selected: 0 };
    known.accounts.add(account);
    counts.set(region, { ...known, buckets: known.buckets + 1, selected: known.selected + selected });
  };
  for (const { region, account } of buckets) count(region, account, 1);
  for (const { region, account } of skipped) count(region, account, 0);
  return sortedBy(
    [...counts].map(([region, { accounts, ...rest }]) => ({ region, accounts: accounts.size, ...rest })),
    ({ region }) => region,
  );
}
