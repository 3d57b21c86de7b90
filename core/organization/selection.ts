import type { Config } from '../config/schema';
import {
  destinationBucketName,
  assetCopiesBucketName,
  assetResultsBucketName,
  resultsBucketName,
} from '../names/names';
import { compileFilter, type Objection } from './filter';
import { byText, sortedBy } from '../text/order';
import type { AccountSnapshot, AccountState, BucketSnapshot, OrganizationSnapshot } from './snapshot';

/** A bucket that gets an inventory configuration. */
export interface SelectedBucket {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
}

/** A bucket that gets no inventory configuration, with the reason. */
export interface SkippedBucket extends SelectedBucket, Objection {}

/** The inventoried part of the organization. Every known bucket is in `buckets` or in `skipped`. */
export interface Selection {
  /** Source accounts in scope, sorted, including those without buckets. */
  readonly accounts: readonly string[];
  /** Regions of the selected buckets, sorted. */
  readonly regions: readonly string[];
  /** Sorted by account, Region and bucket. */
  readonly buckets: readonly SelectedBucket[];
  /** Sorted by account, Region and bucket. */
  readonly skipped: readonly SkippedBucket[];
}

/** Properties of an account that decide if it is in scope. */
export type AccountFacts = Pick<AccountSnapshot, 'id' | 'path' | 'state'>;

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
      const refusal = objection ?? objectToBucket(account.id, bucket);
      if (refusal === undefined) buckets.push(selected);
      else skipped.push({ ...selected, ...refusal });
    }
  }
  return {
    accounts: accounts.sort(byText),
    regions: [...new Set(buckets.map(({ region }) => region))].sort(byText),
    buckets: sortedBy(buckets, place),
    skipped: sortedBy(skipped, place),
  };
}

/** True where an account's buckets are inventoried, so that discovery reads them. */
export const isAccountInScope = (config: Config, account: AccountFacts): boolean =>
  accountObjection(config)(account) === undefined;

/** Returns the objection to an account; `undefined` where it is in scope. Compiles the filters once, for any number of accounts. */
export function accountObjection({ filters }: Config): (account: AccountFacts) => Objection | undefined {
  const objectToId = compileFilter('accounts', filters.accounts);
  const objectToPath = compileFilter('organizationalUnits', filters.organizationalUnits);
  return ({ id, path, state }) => STATE_OBJECTIONS[state] ?? objectToId(id) ?? objectToPath(path);
}

const STATE_OBJECTIONS: Record<AccountState, Objection | undefined> = {
  ACTIVE: undefined,
  PENDING_ACTIVATION: { reason: 'the account is PENDING_ACTIVATION: it cannot be used yet' },
  PENDING_CLOSURE: { reason: 'the account is PENDING_CLOSURE: it is being closed' },
  SUSPENDED: { reason: 'the account is SUSPENDED: AWS refuses calls there' },
  CLOSED: { reason: 'the account is CLOSED: AWS refuses calls there' },
  DEPARTED: { reason: 'the account is DEPARTED: the organization no longer lists it' },
};

/** Selects the inventoried buckets of an account in scope. Compiles the filters once, for any number of accounts. */
export function bucketPicker(
  config: Config,
): (account: string, buckets: readonly BucketSnapshot[]) => BucketSnapshot[] {
  const objectToBucket = bucketObjection(config);
  return (account, buckets) => buckets.filter((bucket) => objectToBucket(account, bucket) === undefined);
}

function bucketObjection({ destination, filters }: Config) {
  const objectToRegion = compileFilter('regions', filters.regions);
  const objectToName = compileFilter('buckets', filters.buckets);
  return (account: string, { name, region }: BucketSnapshot): Objection | undefined =>
    (account === destination.account ? ownBucketObjection(name, region, account) : undefined) ??
    objectToRegion(region) ??
    objectToName(name);
}

function ownBucketObjection(bucket: string, region: string, destinationAccount: string): Objection | undefined {
  if (bucket === destinationBucketName(region, destinationAccount)) return { reason: 'it holds the reports' };
  const results = [resultsBucketName(region, destinationAccount), assetResultsBucketName(region, destinationAccount)];
  if (results.includes(bucket)) return { reason: 'it holds the results of queries' };
  if (bucket === assetCopiesBucketName(region, destinationAccount)) return { reason: 'it holds copies of reports' };
  return undefined;
}

const place = ({ account, region, bucket }: SelectedBucket): string => `${account} ${region} ${bucket}`;
