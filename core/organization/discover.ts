import pMap from 'p-map';
import type { Config } from '../config/schema';
import { AwsCallError, Orgs3Error } from '../errors';
import { compareSnapshots, type SnapshotChanges } from './changes';
import { checkListing } from './check-listing';
import type { ListedAccount, OrganizationListing } from './listing';
import { mergeSnapshot, type ReadResult } from './merge';
import { sortedBy } from './order';
import { hintFor, type ReadFailure } from './read-failure';
import { isAccountInScope } from './selection';
import type { BucketSnapshot, OrganizationSnapshot } from './snapshot';

/** The outside world, as discovery needs it. */
export interface DiscoverySteps {
  /** What is known from before. */
  readSnapshot(): OrganizationSnapshot | undefined;
  readOrganization(signal: AbortSignal): Promise<OrganizationListing>;
  /** @throws AwsCallError where AWS refuses */
  readBuckets(account: string, signal: AbortSignal): Promise<readonly BucketSnapshot[]>;
  writeSnapshot(snapshot: OrganizationSnapshot): void;
  /** Called before the first account is read, and after each. */
  onProgress(done: number, total: number): void;
}

export interface DiscoveryOptions {
  readonly config: Config;
  /** The role that `readBuckets` assumes; hints name it. */
  readonly roleName: string;
  /** How many accounts are read at once. */
  readonly concurrency: number;
  /** Drop accounts that the organization no longer lists. */
  readonly prune: boolean;
  /** Stops the work; nothing is written then. */
  readonly signal: AbortSignal;
}

/** What came of a discovery. */
export interface Discovery {
  readonly snapshot: OrganizationSnapshot;
  /** There was no snapshot before. */
  readonly isFirst: boolean;
  readonly changes: SnapshotChanges;
  /** How many accounts were asked for their buckets. */
  readonly accountsRead: number;
  /** Sorted by account. */
  readonly failures: readonly ReadFailure[];
}

/**
 * Reads the organization and the buckets of every account in scope, and writes the new snapshot once everything is read.
 * An account that AWS does not let us read becomes a failure of its own and stops nothing.
 *
 * @throws Orgs3Error where the snapshot or the organization cannot be read, or after an interruption: nothing is written
 */
export async function discover(options: DiscoveryOptions, steps: DiscoverySteps): Promise<Discovery> {
  const { prune, signal } = options;
  const previous = steps.readSnapshot();
  const { listing, results } = await readEverything(options, steps, previous).catch((error: unknown) => {
    throw signal.aborted ? new Orgs3Error('Interrupted; the snapshot is as it was', { cause: error }) : error;
  });
  const snapshot = mergeSnapshot({ previous, listing, results, prune });
  steps.writeSnapshot(snapshot);
  return {
    snapshot,
    isFirst: previous === undefined,
    changes: compareSnapshots(previous, snapshot),
    accountsRead: results.length,
    failures: failuresOf(results, snapshot, options),
  };
}

async function readEverything(
  { config, concurrency, signal }: DiscoveryOptions,
  steps: DiscoverySteps,
  previous: OrganizationSnapshot | undefined,
): Promise<{ listing: OrganizationListing; results: ReadResult[] }> {
  const listing = await steps.readOrganization(signal);
  checkListing(config, previous, listing);
  const inScope = sortedBy(listing.accounts, ({ id }) => id).filter((account) => isAccountInScope(config, account));
  let done = 0;
  steps.onProgress(done, inScope.length);
  const read = async ({ id }: ListedAccount): Promise<ReadResult> => {
    const result = await readAccount(id, steps, signal);
    steps.onProgress(++done, inScope.length);
    return result;
  };
  const results = await pMap(inScope, read, { concurrency, signal });
  signal.throwIfAborted();
  return { listing, results };
}

async function readAccount(account: string, steps: DiscoverySteps, signal: AbortSignal): Promise<ReadResult> {
  try {
    return { account, buckets: await steps.readBuckets(account, signal) };
  } catch (error) {
    if (!(error instanceof AwsCallError) || signal.aborted) throw error;
    return { account, error: { operation: error.operation, code: error.code, message: error.answer } };
  }
}

function failuresOf(
  results: readonly ReadResult[],
  { organization, accounts }: OrganizationSnapshot,
  { config, roleName }: DiscoveryOptions,
): ReadFailure[] {
  const snapshots = new Map(accounts.map((account) => [account.id, account]));
  return results.flatMap((result) => {
    if (!('error' in result)) return [];
    const { account, error } = result;
    const isManagementAccount = account === organization.managementAccount;
    return [
      {
        account,
        name: snapshots.get(account)?.name ?? '',
        error,
        keptBuckets: snapshots.get(account)?.buckets.length ?? 0,
        next: hintFor(error, { config, roleName, isManagementAccount }),
      },
    ];
  });
}
