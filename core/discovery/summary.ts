import type { ExistingConfigurations } from '../adoption/read-existing';
import type { SameDelivery } from '../adoption/existing-in-bucket';
import type { Config } from '../config/schema';
import type { ExistingConfiguration } from '../adoption/existing-configuration';
import { unmatchedGlobs, type UnmatchedGlob } from '../inventory/unmatched-globs';
import { bucketsWithoutTags } from '../organization/known-tags';
import type { SnapshotChanges } from './changes';
import { type Coverage, coverageOf } from '../organization/coverage';
import type { Discovery } from './discover';
import { sortedBy } from '../text/order';
import type { PartFailure } from '../refusals/part-failure';
import type { ReadFailure } from '../refusals/read-failure';
import { selectBuckets, type SelectedBucket } from '../organization/selection';
import type { AccountState, OrganizationSnapshot } from '../organization/snapshot';

/** Final output of `orgs3 discover`. */
export interface DiscoverySummary {
  /** The organization's id. */
  readonly organization: string;
  readonly accounts: AccountCounts;
  /** Sorted by Region. */
  readonly regions: readonly RegionCount[];
  /** True where there was no previous snapshot; everything then counts as added. */
  readonly isFirst: boolean;
  readonly changes: SnapshotChanges;
  /** Accounts that could not be read, sorted. */
  readonly unreadable: readonly ReadFailure[];
  /** Failures in the other accounts: first tags and directory buckets, then configurations. */
  readonly unreadableParts: readonly PartFailure[];
  /** Selected buckets whose tags are unknown, so that no override by tags applies to them. */
  readonly tagsUnknown: readonly SelectedBucket[];
  /** Globs of the configuration that match nothing in the snapshot. */
  readonly unmatchedGlobs: readonly UnmatchedGlob[];
  /** True where directory buckets were listed this time. */
  readonly lookedForDirectoryBuckets: boolean;
  readonly notCovered: Coverage;
  /** `null` where existing configurations were not read. */
  readonly existing: ExistingSummary | null;
}

/** Existing inventory configurations. */
export interface ExistingSummary {
  /** Number of buckets that were read. */
  readonly buckets: number;
  /** Configurations with the id of a desired one. */
  readonly own: readonly ExistingConfiguration[];
  /** Configurations with another id that deliver the same report. */
  readonly sameDelivery: readonly SameDelivery[];
}

export interface AccountCounts {
  readonly known: number;
  /** Active accounts that match the filters: they were read. */
  readonly inScope: number;
  readonly unreadable: number;
  /** States that occur, in alphabetical order. */
  readonly states: Partial<Record<AccountState, number>>;
}

/** Numbers of known and of selected buckets in a Region. */
export interface RegionCount {
  readonly region: string;
  readonly accounts: number;
  readonly buckets: number;
  readonly selected: number;
}

/**
 * Summarizes a discovery.
 *
 * @param existing existing configurations; `undefined` where they were not read
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
    unmatchedGlobs: unmatchedGlobs(config, snapshot),
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
