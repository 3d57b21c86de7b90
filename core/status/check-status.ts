import type { Config } from '../config/schema';
import { checkOrganization, type DriftSteps } from '../drift/check-organization';
import type { Unreadable } from '../drift/difference';
import { accountsOf, desiredIn, type Part } from '../drift/scope';
import { byText } from '../text/order';
import { type Coverage, coverageOf } from '../organization/coverage';
import type { SelectedBucket } from '../organization/selection';
import type { OrganizationSnapshot } from '../organization/snapshot';
import { type BucketStatus, judgeBuckets } from './bucket-status';
import { configuredAfter } from './configured-after';
import { type CatalogFailure, type Catalogs, readCatalogs, type ReadPartitions } from './read-catalogs';

/** The outside world, as the status needs it. */
export interface StatusSteps extends DriftSteps {
  readonly readPartitions: ReadPartitions;
}

export interface StatusOptions {
  readonly config: Config;
  readonly snapshot: OrganizationSnapshot;
  readonly part: Part;
  /** How many calls at once. */
  readonly concurrency: number;
  /** Epoch milliseconds: no configuration is older, as a person says; `undefined` where nobody says so. */
  readonly configuredSince: number | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** How the inventory of a part of the organization is. */
export interface Status {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Every selected bucket, sorted by account, Region and name. */
  readonly buckets: readonly BucketStatus[];
  /** Buckets and accounts whose configurations AWS refused to tell. */
  readonly unreadable: readonly Unreadable[];
  /** Regions whose reports are unknown. */
  readonly catalogFailures: readonly CatalogFailure[];
  /** Buckets whose partitions say no date, which none of ours does; their reports are unknown. */
  readonly undated: readonly SelectedBucket[];
  /** What the inventory of the whole organization does not cover, and why. */
  readonly notCovered: Coverage;
}

/**
 * Asks each Region's catalog for the newest reports, and S3 for the configurations of every bucket. What AWS refuses is part
 * of the answer and stops nothing.
 *
 * @throws Orgs3Error for an account or a Region that holds no selected bucket
 */
export async function checkStatus(options: StatusOptions, steps: StatusSteps): Promise<Status> {
  const { config, snapshot, part, concurrency, configuredSince, now, signal } = options;
  const desired = desiredIn(config, snapshot, accountsOf(config, snapshot, part), part);
  const regions = [...new Set(desired.map(({ region }) => region))].sort(byText);
  const { account } = config.destination;
  const catalogs = await readCatalogs({ regions, account, concurrency, signal }, steps.readPartitions);
  const drift = await checkOrganization({ config, snapshot, part, refresh: false, concurrency, signal }, steps);
  return {
    at: now,
    buckets: judgeBuckets({
      buckets: desired,
      differences: drift.differences,
      catalogs,
      configuredAfter: configuredAfter(config, snapshot, configuredSince),
      now,
    }),
    unreadable: drift.differences.filter((difference) => difference.kind === 'unreadable'),
    catalogFailures: catalogs.failures,
    undated: undatedOf(desired, catalogs),
    notCovered: coverageOf(config, snapshot),
  };
}

const undatedOf = (buckets: readonly SelectedBucket[], { newest }: Catalogs): SelectedBucket[] =>
  buckets
    .filter((bucket) => newest(bucket) === 'undated')
    .map(({ account, region, bucket }) => ({ account, region, bucket }));
