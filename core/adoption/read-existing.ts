import pMap from 'p-map';
import type { Config } from '../config/schema';
import type { DriftSteps } from '../drift/check-organization';
import { interleave } from '../drift/interleave';
import { bucketKey } from '../drift/scope';
import type { DesiredBucket } from '../inventory/desired-buckets';
import { sortedBy } from '../text/order';
import { type PartFailure, partHint } from '../refusals/part-failure';
import { circumstancesOf } from '../refusals/read-failure';
import { refusalIn } from '../refusals/refusal';
import type { OrganizationSnapshot } from '../organization/snapshot';
import { existingInBucket, type ExistingInBucket } from './existing-in-bucket';

export interface ReadExistingOptions {
  readonly config: Config;
  readonly snapshot: OrganizationSnapshot;
  /** Name of the assumed role, for hints. */
  readonly roleName: string;
  /** Maximum number of buckets that are read at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/** Existing configurations of many buckets. Every list is sorted by account, Region and bucket. */
export interface ExistingConfigurations extends ExistingInBucket {
  /** Number of buckets that were read, including those that no longer exist. */
  readonly buckets: number;
  readonly failures: readonly PartFailure[];
}

/**
 * Reads the configurations of buckets: one call each, spread over accounts and Regions. A refused call becomes a failure, and the
 * other buckets are still read. A bucket that no longer exists has no configurations.
 */
export async function readExisting(
  buckets: readonly DesiredBucket[],
  options: ReadExistingOptions,
  steps: Pick<DriftSteps, 'readConfigurations' | 'onProgress'>,
): Promise<ExistingConfigurations> {
  const { concurrency, signal } = options;
  let done = 0;
  steps.onProgress(done, buckets.length);
  const inTurn = interleave(buckets, ({ account, region }) => `${account} ${region}`);
  const read = async (bucket: DesiredBucket): Promise<ExistingInBucket | PartFailure> => {
    const answer = await readBucket(bucket, options, steps);
    steps.onProgress(++done, buckets.length);
    return answer;
  };
  const answers = await pMap(inTurn, read, { concurrency, signal });
  signal.throwIfAborted();
  const found = answers.flatMap((answer) => ('own' in answer ? [answer] : []));
  return {
    buckets: found.length,
    own: sortedBy(found.map(({ own }) => own).flat(), bucketKey),
    sameDelivery: sortedBy(found.map(({ sameDelivery }) => sameDelivery).flat(), bucketKey),
    failures: sortedBy(
      answers.flatMap((answer) => ('own' in answer ? [] : [answer])),
      ({ account, region, bucket }) => `${account} ${region ?? ''} ${bucket ?? ''}`,
    ),
  };
}

async function readBucket(
  desired: DesiredBucket,
  options: ReadExistingOptions,
  steps: Pick<DriftSteps, 'readConfigurations'>,
): Promise<ExistingInBucket | PartFailure> {
  const { account, region, bucket } = desired;
  try {
    return existingInBucket(desired, await steps.readConfigurations({ account, region, bucket }, options.signal));
  } catch (refused) {
    const error = refusalIn(refused, options.signal);
    if (error.code === 'NoSuchBucket') return { own: [], sameDelivery: [] };
    const next = partHint(error, circumstancesOf(account, options.snapshot, options));
    return { part: 'configurations', account, region, bucket, error, known: false, next };
  }
}
