import type { Config } from '../config/schema';
import { destinationBucketName, resultsBucketName } from '../inventory/names';
import { compileFilter } from './filter';
import { byText, sortedBy } from './order';
import type { AccountSnapshot, AccountState, BucketSnapshot, OrganizationSnapshot } from './snapshot';

/** A bucket that gets an inventory configuration. */
export interface SelectedBucket {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
}

/** A bucket that gets none, and why, in words. */
export interface SkippedBucket extends SelectedBucket {
  readonly reason: string;
}

/** The part of the organization that is inventoried. Every known bucket is in `buckets` or in `skipped`. */
export interface Selection {
  /** Source accounts in scope, sorted, also those without buckets. */
  readonly accounts: readonly string[];
  /** Regions of the selected buckets, sorted. */
  readonly regions: readonly string[];
  /** Sorted by account, Region and bucket. */
  readonly buckets: readonly SelectedBucket[];
  /** Sorted by account, Region and bucket. */
  readonly skipped: readonly SkippedBucket[];
}

/** What decides whether an account is in scope. */
export type AccountPlace = Pick<AccountSnapshot, 'id' | 'path' | 'state'>;

/**
 * Decides which accounts and buckets of a snapshot are inventoried.
 *
 * Only `ACTIVE` accounts are in scope: AWS refuses calls in any other, so a plan for it could only fail. An account whose
 * buckets could not be read stays in scope with its last known buckets: a failed listing never removes a configuration.
 */
export function selectBuckets(config: Config, snapshot: OrganizationSnapshot): Selection {
  const objectToAccount = accountObjection(config);
  const objectToBucket = bucketObjection(config);
  const accounts: string[] = [];
  const buckets: SelectedBucket[] = [];
  const skipped: SkippedBucket[] = [];
  for (const account of snapshot.accounts) {
    const objection = objectToAccount(account);
    if (objection === undefined) accounts.push(account.id);
    for (const bucket of account.buckets) {
      const selected = { account: account.id, region: bucket.region, bucket: bucket.name };
      const reason = objection ?? objectToBucket(account.id, bucket);
      if (reason === undefined) buckets.push(selected);
      else skipped.push({ ...selected, reason });
    }
  }
  return {
    accounts: accounts.sort(byText),
    regions: [...new Set(buckets.map(({ region }) => region))].sort(byText),
    buckets: sortedBy(buckets, place),
    skipped: sortedBy(skipped, place),
  };
}

/** Whether an account's buckets are to be inventoried, and so whether discovery reads it. */
export const isAccountInScope = (config: Config, account: AccountPlace): boolean =>
  accountObjection(config)(account) === undefined;

function accountObjection({ filters }: Config): (account: AccountPlace) => string | undefined {
  const objectToId = compileFilter('filters.accounts', filters.accounts);
  const objectToPath = compileFilter('filters.organizationalUnits', filters.organizationalUnits);
  return ({ id, path, state }) => STATE_OBJECTIONS[state] ?? objectToId(id) ?? objectToPath(path);
}

const STATE_OBJECTIONS: Record<AccountState, string | undefined> = {
  ACTIVE: undefined,
  PENDING_ACTIVATION: 'the account is PENDING_ACTIVATION: it cannot be used yet',
  PENDING_CLOSURE: 'the account is PENDING_CLOSURE: it is being closed',
  SUSPENDED: 'the account is SUSPENDED: AWS refuses calls there',
  CLOSED: 'the account is CLOSED: AWS refuses calls there',
  DEPARTED: 'the account is DEPARTED: the organization no longer lists it',
};

function bucketObjection({ destination, filters }: Config) {
  const objectToRegion = compileFilter('filters.regions', filters.regions);
  const objectToName = compileFilter('filters.buckets', filters.buckets);
  return (account: string, { name, region }: BucketSnapshot): string | undefined =>
    (account === destination.account ? ownBucketObjection(name, region, account) : undefined) ??
    objectToRegion(region) ??
    objectToName(name);
}

function ownBucketObjection(bucket: string, region: string, destinationAccount: string): string | undefined {
  if (bucket === destinationBucketName(region, destinationAccount)) return 'it holds the reports';
  if (bucket === resultsBucketName(region, destinationAccount)) return 'it holds the results of queries';
  return undefined;
}

const place = ({ account, region, bucket }: SelectedBucket): string => `${account} ${region} ${bucket}`;
