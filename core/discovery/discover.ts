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

/** Calls of discovery to AWS and the file system. */
export interface DiscoverySteps extends DirectorySteps {
  /** Reads the previous snapshot; `undefined` if there is none. */
  readSnapshot(): OrganizationSnapshot | undefined;
  readOrganization(signal: AbortSignal): Promise<OrganizationListing>;
  /** @throws AwsCallError where AWS refuses */
  readBuckets(account: string, signal: AbortSignal): Promise<readonly BucketSnapshot[]>;
  /** Returns one answer per bucket; not called without buckets. */
  readTags(account: string, buckets: readonly BucketSnapshot[], signal: AbortSignal): Promise<readonly TagAnswer[]>;
  writeSnapshot(snapshot: OrganizationSnapshot): void;
  /** Called before the first account is read, and after each account. */
  onProgress(done: number, total: number): void;
}

export interface DiscoveryOptions {
  readonly config: Config;
  /** Name of the assumed role, for hints. */
  readonly roleName: string;
  /** Maximum number of accounts that are read at once. */
  readonly concurrency: number;
  /** Drops accounts that the organization no longer lists. */
  readonly prune: boolean;
  /** Lists directory buckets too: one call per account and Region in use. */
  readonly directoryBuckets: boolean;
  /** Interrupts discovery; nothing is written then. */
  readonly signal: AbortSignal;
}

/** Result of a discovery. */
export interface Discovery {
  readonly snapshot: OrganizationSnapshot;
  /** True where there was no previous snapshot. */
  readonly isFirst: boolean;
  readonly changes: SnapshotChanges;
  /** Number of accounts whose buckets were requested. */
  readonly accountsRead: number;
  /** Accounts whose buckets could not be listed; sorted by account. */
  readonly failures: readonly ReadFailure[];
  /** Tags and directory buckets that could not be read in the other accounts; sorted by account, Region and bucket. */
  readonly partFailures: readonly PartFailure[];
  /** True where directory buckets were listed this time. */
  readonly directoryBuckets: boolean;
}

/**
 * Reads the organization and the buckets of every account in scope, and writes the new snapshot when everything is read. An
 * account, a bucket or a Region that AWS refuses becomes a failure and does not stop the others.
 *
 * @throws Orgs3Error where the snapshot or the organization cannot be read, or after an interruption; nothing is written then
 */
export async function discover(options: DiscoveryOptions, steps: DiscoverySteps): Promise<Discovery> {
  const { signal } = options;
  const previous = steps.readSnapshot();
  const { snapshot, results, directories } = await readEverything(options, steps, previous).catch((error: unknown) => {
    throw signal.aborted ? new Orgs3Error('Interrupted; the snapshot was not changed', { cause: error }) : error;
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

/** Everything that was read, and the new snapshot. */
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
