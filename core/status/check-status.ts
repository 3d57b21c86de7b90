import type { Config } from '../config/schema';
import { checkOrganization, type DriftSteps } from '../drift/check-organization';
import type { Unreadable } from '../drift/difference';
import { accountsOf, bucketKey, desiredIn, type Part } from '../drift/scope';
import { byText } from '../text/order';
import { type Coverage, coverageOf } from '../organization/coverage';
import type { SelectedBucket } from '../organization/selection';
import type { OrganizationSnapshot } from '../organization/snapshot';
import { type BucketStatus, judgeBuckets } from './bucket-status';
import { checkFiles, type FileSteps } from './check-files';
import { configuredAfter } from './configured-after';
import { type CatalogFailure, type Catalogs, type CatalogSteps, readCatalogs } from './read-catalogs';

/** The outside world, as the status needs it. */
export type StatusSteps = DriftSteps & CatalogSteps & FileSteps;

export interface StatusOptions {
  readonly config: Config;
  readonly snapshot: OrganizationSnapshot;
  readonly part: Part;
  /** Maximum number of concurrent calls. */
  readonly concurrency: number;
  /** Earliest creation time of any configuration, from the command line, in epoch milliseconds; `undefined` if not given. */
  readonly configuredSince: number | undefined;
  /** Looks for the files of the newest report of each bucket, too. Default: false. */
  readonly files?: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Status of the inventory in a part of the organization. */
export interface Status {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Every selected bucket, sorted by account, Region and name. */
  readonly buckets: readonly BucketStatus[];
  /** Buckets and accounts whose configurations could not be read. */
  readonly unreadable: readonly Unreadable[];
  /** Regions whose catalogs could not be read. */
  readonly catalogFailures: readonly CatalogFailure[];
  /** Regions where S3 refused to tell which files the newest reports have; none where they were not looked for. */
  readonly fileFailures: readonly CatalogFailure[];
  /** Buckets whose partitions have no date, as partitions of other tools do; their reports are unknown. */
  readonly undated: readonly SelectedBucket[];
  /** Parts of the whole organization that the inventory does not cover. */
  readonly notCovered: Coverage;
}

/**
 * Reads the newest reports from the catalog of each Region, and the configurations of every bucket from S3. With `files`, looks at what
 * `checkFiles` looks at. Refused calls are part of the result and stop nothing.
 *
 * @throws Orgs3Error for an account or a Region without a selected bucket
 */
export async function checkStatus(options: StatusOptions, steps: StatusSteps): Promise<Status> {
  const { config, snapshot, part, concurrency, configuredSince, files = false, now, signal } = options;
  const desired = desiredIn(config, snapshot, accountsOf(config, snapshot, part), part);
  const regions = [...new Set(desired.map(({ region }) => region))].sort(byText);
  const { account } = config.destination;
  const catalogs = await readCatalogs({ regions, account, concurrency, signal }, steps);
  const drift = await checkOrganization({ config, snapshot, part, refresh: false, concurrency, signal }, steps);
  const found = files
    ? await checkFiles({ buckets: desired, catalogs, account, concurrency, signal }, steps)
    : undefined;
  const missing = new Map(desired.map((bucket) => [bucketKey(bucket), found?.missing(bucket)]));
  return {
    at: now,
    buckets: judgeBuckets({
      buckets: desired,
      differences: drift.differences,
      catalogs,
      configuredAfter: configuredAfter(config, snapshot, configuredSince),
      now,
    }).map((status) => withMissing(status, missing.get(bucketKey(status)))),
    unreadable: drift.differences.filter((difference) => difference.kind === 'unreadable'),
    catalogFailures: catalogs.failures,
    fileFailures: found?.failures ?? [],
    undated: undatedOf(desired, catalogs),
    notCovered: coverageOf(config, snapshot),
  };
}

const withMissing = (status: BucketStatus, missing: readonly string[] | undefined): BucketStatus =>
  missing === undefined ? status : { ...status, missing };

const undatedOf = (buckets: readonly SelectedBucket[], { newest }: Catalogs): SelectedBucket[] =>
  buckets
    .filter((bucket) => newest(bucket) === 'undated')
    .map(({ account, region, bucket }) => ({ account, region, bucket }));
