import { formatPath } from '../config/mistake';
import type { Config } from '../config/schema';
import { groupedBy } from '../text/grouped-by';
import { FIELDS_TOO_NEW } from '../report/fields';
import type { Objection } from './filter';
import { sortedBy } from '../text/order';
import { accountObjection, selectBuckets, type SelectedBucket } from './selection';
import type { AccountSnapshot, OrganizationSnapshot, ReadError } from './snapshot';

/** Accounts, buckets and fields that the inventory does not cover, with the reason of each. The lists are complete. */
export interface Coverage {
  /** Accounts that are not inventoried, with their known buckets; grouped by reason. */
  readonly accounts: readonly AccountsLeftOut[];
  /** Buckets that are not inventoried, of accounts in scope; grouped by reason. */
  readonly buckets: readonly BucketsLeftOut[];
  /** Accounts that could not be read. Their last known buckets are inventoried, newer buckets are unknown. Sorted by account. */
  readonly unreadable: readonly UnreadableAccount[];
  readonly directoryBuckets: DirectoryBucketsLeftOut;
  readonly fields: FieldsLeftOut;
}

interface Reason {
  /** The reason in words, the same for the whole group. */
  readonly reason: string;
  /** Path of the deciding setting, e.g. `filters.buckets.exclude[0]`; absent where no setting decided. */
  readonly source?: string;
}

export interface AccountsLeftOut extends Reason {
  /** Sorted by id. */
  readonly accounts: readonly Pick<AccountSnapshot, 'id' | 'name'>[];
  /** Sorted by account, Region and name. */
  readonly buckets: readonly SelectedBucket[];
}

export interface BucketsLeftOut extends Reason {
  /** Sorted by account, Region and name. */
  readonly buckets: readonly SelectedBucket[];
}

export interface UnreadableAccount {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  readonly error: ReadError;
  /** Number of buckets that the snapshot keeps from earlier. */
  readonly knownBuckets: number;
}

export interface DirectoryBucketsLeftOut extends Reason {
  /** The last known directory buckets, sorted by account, Region and name. */
  readonly buckets: readonly SelectedBucket[];
  /** Ids of the accounts in scope whose directory buckets were never listed, sorted. */
  readonly accountsNotAsked: readonly string[];
}

export interface FieldsLeftOut extends Reason {
  readonly names: readonly string[];
}

const DIRECTORY_BUCKETS =
  'S3 makes inventory reports of directory buckets, the Terraform provider refuses to configure them';
const FIELDS = 'S3 offers them, the Terraform provider 5.100 refuses them';

/** Lists what the inventory does not cover, according to the snapshot. */
export function coverageOf(config: Config, snapshot: OrganizationSnapshot): Coverage {
  const objectTo = accountObjection(config);
  const judged = sortedBy(snapshot.accounts, ({ id }) => id).map((account) => ({
    account,
    objection: objectTo(account),
  }));
  const inScope = judged.flatMap(({ account, objection }) => (objection === undefined ? [account] : []));
  return {
    accounts: accountsLeftOut(judged),
    buckets: bucketsLeftOut(config, { ...snapshot, accounts: inScope }),
    unreadable: inScope.flatMap(({ id, name, error, buckets }) =>
      error === undefined ? [] : [{ id, name, error, knownBuckets: buckets.length }],
    ),
    directoryBuckets: {
      reason: DIRECTORY_BUCKETS,
      buckets: judged.flatMap(({ account }) => bucketsOf(account, account.directoryBuckets ?? [])),
      accountsNotAsked: inScope.flatMap(({ id, directoryBuckets }) => (directoryBuckets === undefined ? [id] : [])),
    },
    fields: { reason: FIELDS, names: FIELDS_TOO_NEW },
  };
}

function accountsLeftOut(
  judged: readonly { readonly account: AccountSnapshot; readonly objection: Objection | undefined }[],
): AccountsLeftOut[] {
  const refused = judged.flatMap(({ account, objection }) => (objection === undefined ? [] : [{ account, objection }]));
  return byReason(refused).map(([reason, group]) => ({
    ...reason,
    accounts: group.map(({ account: { id, name } }) => ({ id, name })),
    buckets: group.flatMap(({ account }) => bucketsOf(account, account.buckets)),
  }));
}

function bucketsLeftOut(config: Config, snapshot: OrganizationSnapshot): BucketsLeftOut[] {
  const { skipped } = selectBuckets(config, snapshot);
  return byReason(skipped.map((bucket) => ({ bucket, objection: bucket }))).map(([reason, group]) => ({
    ...reason,
    buckets: group.map(({ bucket: { account, region, bucket } }) => ({ account, region, bucket })),
  }));
}

/** Groups values by the reason of their objection, sorted by reason. */
function byReason<T extends { readonly objection: Objection }>(values: readonly T[]): [Reason, readonly T[]][] {
  const groups = groupedBy(values, ({ objection: { rule, reason } }) => rule ?? reason);
  return sortedBy([...groups], ([reason]) => reason).map(([reason, group]) => {
    const source = group[0]?.objection.source;
    return [{ reason, ...(source === undefined ? {} : { source: formatPath(source) }) }, group];
  });
}

const bucketsOf = (
  { id }: AccountSnapshot,
  buckets: readonly { readonly name: string; readonly region: string }[],
): SelectedBucket[] =>
  sortedBy(
    buckets.map(({ name, region }) => ({ account: id, region, bucket: name })),
    ({ region, bucket }) => `${region} ${bucket}`,
  );
