import pMap from 'p-map';
import type { Config } from '../config/schema';
import { Orgs3Error } from '../errors';
import { type TagAnswer, taggedBucketsPicker, withTags } from './bucket-tags';
import { compareSnapshots, type SnapshotChanges } from './changes';
import { checkListing } from './check-listing';
import {
  type DirectoryRead,
  type DirectorySteps,
  readDirectoryBuckets,
  withDirectoryBuckets,
} from './directory-buckets';
import { accountFailures, partFailures } from './failures';
import type { ListedAccount, OrganizationListing } from './listing';
import { mergeSnapshot, type ReadResult } from './merge';
import { sortedBy } from '../text/order';
import type { PartFailure } from '../refusals/part-failure';
import type { ReadFailure } from '../refusals/read-failure';
import { refusalIn } from '../refusals/refusal';
import { isAccountInScope, selectBuckets } from '../organization/selection';
import type { BucketSnapshot, OrganizationSnapshot } from '../organization/snapshot';

/** The outside world, as discovery needs it. */
export interface DiscoverySteps extends DirectorySteps {
  /** What is known from before. */
  readSnapshot(): OrganizationSnapshot | undefined;
  readOrganization(signal: AbortSignal): Promise<OrganizationListing>;
  /** @throws AwsCallError where AWS refuses */
  readBuckets(account: string, signal: AbortSignal): Promise<readonly BucketSnapshot[]>;
  /** One answer per bucket; called only where there are buckets whose tags have to be read. */
  readTags(account: string, buckets: readonly BucketSnapshot[], signal: AbortSignal): Promise<readonly TagAnswer[]>;
  writeSnapshot(snapshot: OrganizationSnapshot): void;
  /** Called before the first account is read, and after each. */
  onProgress(done: number, total: number): void;
}

export interface DiscoveryOptions {
  readonly config: Config;
  /** The role that the steps assume; hints name it. */
  readonly roleName: string;
  /** How many accounts are read at once. */
  readonly concurrency: number;
  /** Drop accounts that the organization no longer lists. */
  readonly prune: boolean;
  /** Look for directory buckets too: one call per account and Region in use. */
  readonly directoryBuckets: boolean;
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
  /** Accounts whose buckets could not be read; sorted by account. */
  readonly failures: readonly ReadFailure[];
  /** What could not be read in the accounts that could; sorted by account, Region and bucket. */
  readonly partFailures: readonly PartFailure[];
  /** They were looked for this time. */
  readonly directoryBuckets: boolean;
}

/**
 * Reads the organization and the buckets of every account in scope, and writes the new snapshot once everything is read.
 * An account, a bucket or a Region that AWS does not let us read becomes a failure of its own and stops nothing.
 *
 * @throws Orgs3Error where the snapshot or the organization cannot be read, or after an interruption: nothing is written
 */
export async function discover(options: DiscoveryOptions, steps: DiscoverySteps): Promise<Discovery> {
  const { signal } = options;
  const previous = steps.readSnapshot();
  const { snapshot, results, directories } = await readEverything(options, steps, previous).catch((error: unknown) => {
    throw signal.aborted ? new Orgs3Error('Interrupted; the snapshot is as it was', { cause: error }) : error;
  });
  steps.writeSnapshot(snapshot);
  return {
    snapshot,
    isFirst: previous === undefined,
    changes: compareSnapshots(previous, snapshot),
    accountsRead: results.length,
    failures: accountFailures(results, snapshot, options),
    partFailures: partFailures({ results, directories }, snapshot, options),
    directoryBuckets: options.directoryBuckets,
  };
}

/** All that was read, and the snapshot that comes of it. */
interface Everything {
  readonly snapshot: OrganizationSnapshot;
  readonly results: readonly ReadResult[];
  readonly directories: readonly DirectoryRead[];
}

async function readEverything(
  options: DiscoveryOptions,
  steps: DiscoverySteps,
  previous: OrganizationSnapshot | undefined,
): Promise<Everything> {
  const { config, prune, signal } = options;
  const listing = await steps.readOrganization(signal);
  checkListing(config, previous, listing);
  const results = await readAccounts(listing, options, steps);
  const merged = mergeSnapshot({ previous, listing, results, prune });
  if (!options.directoryBuckets) return { snapshot: merged, results, directories: [] };
  const { regions } = selectBuckets(config, merged);
  const places = results.flatMap((result) =>
    'error' in result ? [] : regions.map((region) => ({ account: result.account, region })),
  );
  const directories = await readDirectoryBuckets(places, options, steps);
  return { snapshot: withDirectoryBuckets(merged, directories), results, directories };
}

async function readAccounts(
  { accounts }: OrganizationListing,
  { config, concurrency, signal }: DiscoveryOptions,
  steps: DiscoverySteps,
): Promise<ReadResult[]> {
  const inScope = sortedBy(accounts, ({ id }) => id).filter((account) => isAccountInScope(config, account));
  const pickTagged = taggedBucketsPicker(config);
  let done = 0;
  steps.onProgress(done, inScope.length);
  const read = async ({ id: account }: ListedAccount): Promise<ReadResult> => {
    const result = await readAccount(account, steps, pickTagged, signal).catch((error: unknown) => ({
      account,
      error: refusalIn(error, signal),
    }));
    steps.onProgress(++done, inScope.length);
    return result;
  };
  const results = await pMap(inScope, read, { concurrency, signal });
  signal.throwIfAborted();
  return results;
}

async function readAccount(
  account: string,
  steps: DiscoverySteps,
  pickTagged: ReturnType<typeof taggedBucketsPicker>,
  signal: AbortSignal,
): Promise<ReadResult> {
  const buckets = await steps.readBuckets(account, signal);
  const tagged = pickTagged(account, buckets);
  const answers = tagged.length === 0 ? [] : await steps.readTags(account, tagged, signal);
  return { account, ...withTags(buckets, answers) };
}
