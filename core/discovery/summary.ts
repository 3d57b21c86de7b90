import type { ExistingConfigurations } from '../adoption/read-existing';
import type { SameDelivery } from '../adoption/existing-in-bucket';
import type { Config } from '../config/schema';
import type { ExistingConfiguration } from '../adoption/existing-configuration';
import { bucketsWithoutTags } from '../organization/known-tags';
import type { SnapshotChanges } from './changes';
import { type Coverage, coverageOf } from '../organization/coverage';
import type { Discovery } from './discover';
import { sortedBy } from '../text/order';
import type { PartFailure } from '../refusals/part-failure';
import type { ReadFailure } from '../refusals/read-failure';
import { selectBuckets, type SelectedBucket } from '../organization/selection';
import type { AccountState, OrganizationSnapshot } from '../organization/snapshot';

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
  /** Accounts that could not be read, sorted. */
  readonly unreadable: readonly ReadFailure[];
  /** What could not be read in the others; first what the snapshot lacks, then configurations. */
  readonly unreadableParts: readonly PartFailure[];
  /** Selected buckets to which no override by tag applies, because their tags are not known. */
  readonly tagsUnknown: readonly SelectedBucket[];
  /** Directory buckets were looked for this time. */
  readonly lookedForDirectoryBuckets: boolean;
  readonly notCovered: Coverage;
  /** `null` where they were not looked for. */
  readonly existing: ExistingSummary | null;
}

/** The inventory configurations that there are already. */
export interface ExistingSummary {
  /** How many buckets answered. */
  readonly buckets: number;
  /** Configurations under an id that the bucket ought to have. */
  readonly own: readonly ExistingConfiguration[];
  /** Configurations of another id that deliver the same. */
  readonly sameDelivery: readonly SameDelivery[];
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

/**
 * Counts what a discovery found.
 *
 * @param existing the configurations that there are; `undefined` where they were not looked for
 */
export function summarizeDiscovery(
  config: Config,
  discovery: Discovery,
  existing?: ExistingConfigurations,
): DiscoverySummary {
  const { snapshot, isFirst, changes, accountsRead, failures, directoryBuckets } = discovery;
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
    unreadableParts: [...discovery.partFailures, ...(existing?.failures ?? [])],
    tagsUnknown: bucketsWithoutTags(config, snapshot),
    lookedForDirectoryBuckets: directoryBuckets,
    notCovered: coverageOf(config, snapshot),
    existing: existing === undefined ? null : summarizeExisting(existing),
  };
}

const summarizeExisting = ({ buckets, own, sameDelivery }: ExistingConfigurations): ExistingSummary => ({
  buckets,
  own: own.map(({ account, region, bucket, id }) => ({ account, region, bucket, id })),
  sameDelivery,
});

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
