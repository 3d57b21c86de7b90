import pMap from 'p-map';
import type { Config } from '../config/schema';
import { groupedBy } from '../text/grouped-by';
import type { DesiredBucket } from '../inventory/desired-buckets';
import { bucketArn, destinationBucketName } from '../names/names';
import { sortedBy } from '../text/order';
import { refusalIn } from '../refusals/refusal';
import type { SelectedBucket } from '../organization/selection';
import type { BucketSnapshot, OrganizationSnapshot, ReadError } from '../organization/snapshot';
import type { Difference, Unreadable } from './difference';
import { findDrift } from './find-drift';
import { interleave } from './interleave';
import type { LiveConfiguration } from './live-configuration';
import { accountsOf, bucketKey, checkRegions, desiredIn, type Part, withLiveBuckets } from './scope';
import { unreadableHint } from '../refusals/unreadable-hint';

/** AWS calls of the comparison. Each rejects with an `AwsCallError` where AWS refuses. */
export interface DriftSteps {
  /** Prepares the sessions of an account. */
  open(account: string, signal: AbortSignal): Promise<void>;
  /** Rejects with code `NoSuchBucket` where the bucket no longer exists. */
  readConfigurations(bucket: SelectedBucket, signal: AbortSignal): Promise<readonly LiveConfiguration[]>;
  /** Lists all buckets of an account; called only with `refresh`. */
  listBuckets(account: string, signal: AbortSignal): Promise<readonly BucketSnapshot[]>;
  /** Called before the first bucket is read, and after each bucket. */
  onProgress(done: number, total: number): void;
}

export interface DriftOptions {
  readonly config: Config;
  readonly snapshot: OrganizationSnapshot;
  readonly part: Part;
  /** Compares the buckets that exist now instead of those of the snapshot. */
  readonly refresh: boolean;
  /** Maximum number of concurrent calls. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/** Differences between the organization and the configuration. */
export interface Drift {
  /** Sorted by account, Region and bucket; a difference of a whole account comes first in its account. */
  readonly differences: readonly Difference[];
  /** All compared buckets, including those that no longer exist; sorted by account, Region and name. */
  readonly buckets: readonly SelectedBucket[];
}

/**
 * Compares every selected bucket with its desired configurations: one call per bucket, many at once, spread over accounts and
 * Regions. A refused call becomes a difference of kind `unreadable`, and the comparison goes on. An account without a bucket to
 * compare is not opened, unless `refresh` lists its buckets.
 *
 * @throws Orgs3Error for an account that is not in scope, or a Region without a selected bucket
 */
export async function checkOrganization(options: DriftOptions, steps: DriftSteps): Promise<Drift> {
  const { config, snapshot, part, refresh } = options;
  const inScope = accountsOf(config, snapshot, part);
  if (!refresh) checkRegions(config, [snapshot], part);
  const wanted = desiredIn(config, snapshot, inScope, part);
  const accounts = refresh ? inScope : [...new Set(wanted.map(({ account }) => account))];
  const { refused, listed } = await openAll(accounts, options, steps);

  const known = wanted.filter(({ account }) => !refused.has(account));
  const toRead = refresh ? existing(listed, refused.size === 0, options) : known;
  const foundKeys = new Set(toRead.map(bucketKey));
  const gone = known.filter((bucket) => !foundKeys.has(bucketKey(bucket)));
  const read = await readAll(toRead, new Set(known.map(bucketKey)), options, steps);
  const unread = new Set(read.flatMap((difference) => (isUnreadBucket(difference) ? [bucketKey(difference)] : [])));
  const differences = [
    ...unreadableAccounts(refused, wanted, options),
    ...read,
    ...gone.map(({ account, region, bucket }): Difference => ({ kind: 'gone-bucket', account, region, bucket })),
  ];
  const place = ({ account, region, bucket }: Difference) => `${account} ${region ?? ''} ${bucket ?? ''}`;
  return {
    differences: sortedBy(differences, place),
    buckets: (gone.length === 0 ? toRead : sortedBy([...toRead, ...gone], bucketKey))
      .filter((bucket) => !unread.has(bucketKey(bucket)))
      .map(({ account, region, bucket }) => ({ account, region, bucket })),
  };
}

const isUnreadBucket = (difference: Difference): difference is Unreadable & SelectedBucket =>
  difference.kind === 'unreadable' && difference.bucket !== null;

/** Results of opening accounts. */
interface Opened {
  /** AWS's errors, by account. */
  readonly refused: ReadonlyMap<string, ReadError>;
  /** Buckets by account; filled only with `refresh`. */
  readonly listed: ReadonlyMap<string, readonly BucketSnapshot[]>;
}

async function openAll(accounts: readonly string[], options: DriftOptions, steps: DriftSteps): Promise<Opened> {
  const { refresh, concurrency, signal } = options;
  const refused = new Map<string, ReadError>();
  const listed = new Map<string, readonly BucketSnapshot[]>();
  const open = async (account: string) => {
    try {
      await steps.open(account, signal);
      if (refresh) listed.set(account, await steps.listBuckets(account, signal));
    } catch (error) {
      refused.set(account, refusalIn(error, signal));
    }
  };
  await pMap(accounts, open, { concurrency, signal });
  return { refused, listed };
}

/** The buckets that exist now in the accounts that could be read, with their desired configurations. */
function existing(
  listed: Opened['listed'],
  isWhole: boolean,
  { config, snapshot, part }: DriftOptions,
): DesiredBucket[] {
  const now = withLiveBuckets(snapshot, listed);
  // An account that could not be read may have buckets in any Region.
  if (isWhole) checkRegions(config, [snapshot, now], part);
  return desiredIn(config, now, [...listed.keys()], part);
}

async function readAll(
  buckets: readonly DesiredBucket[],
  known: ReadonlySet<string>,
  options: DriftOptions,
  steps: DriftSteps,
): Promise<Difference[]> {
  const { concurrency, signal } = options;
  let done = 0;
  steps.onProgress(done, buckets.length);
  const inTurn = interleave(buckets, ({ account, region }) => `${account} ${region}`);
  const check = async (bucket: DesiredBucket): Promise<Difference[]> => {
    const differences = await checkBucket(bucket, known.has(bucketKey(bucket)), options, steps);
    steps.onProgress(++done, buckets.length);
    return differences;
  };
  return (await pMap(inTurn, check, { concurrency, signal })).flat();
}

async function checkBucket(
  desired: DesiredBucket,
  known: boolean,
  options: DriftOptions,
  steps: DriftSteps,
): Promise<Difference[]> {
  const { account, region, bucket } = desired;
  const { config, signal } = options;
  const destinationArn = bucketArn(destinationBucketName(region, config.destination.account), region);
  try {
    const live = await steps.readConfigurations({ account, region, bucket }, signal);
    return findDrift({ desired, known, live, destinationArn });
  } catch (error) {
    const failure = refusalIn(error, signal);
    if (failure.code === 'NoSuchBucket') return findDrift({ desired, known, live: undefined, destinationArn });
    return [unreadable({ account, region, bucket, buckets: 1 }, failure, options)];
  }
}

function unreadableAccounts(
  refused: Opened['refused'],
  wanted: readonly DesiredBucket[],
  options: DriftOptions,
): Unreadable[] {
  if (refused.size === 0) return [];
  const byAccount = groupedBy(wanted, ({ account }) => account);
  return [...refused].map(([account, error]) => {
    const buckets = byAccount.get(account)?.length ?? 0;
    return unreadable({ account, region: null, bucket: null, buckets }, error, options);
  });
}

const unreadable = (
  place: Pick<Unreadable, 'account' | 'region' | 'bucket' | 'buckets'>,
  error: ReadError,
  { config, snapshot }: DriftOptions,
): Unreadable => {
  const isManagementAccount = place.account === snapshot.organization.managementAccount;
  const roleName = config.access.roleName;
  return {
    kind: 'unreadable',
    ...place,
    error,
    next: unreadableHint(error, { config, roleName, isManagementAccount }),
  };
};
