import { byText, sortedBy } from '../text/order';
import { selectBuckets } from '../organization/selection';
import type { AccountState, BucketTags, OrganizationSnapshot } from '../organization/snapshot';
import type { Config } from '../config/schema';

/** A row of the table `buckets`: one bucket of the snapshot. */
export interface BucketRow {
  /** 12 digits. */
  readonly account: string;
  readonly accountName: string;
  readonly accountState: AccountState;
  /** Path of the account's organizational unit, e.g. `/Workloads/Production`. */
  readonly organizationalUnit: string;
  readonly region: string;
  readonly bucket: string;
  /** ISO 8601, UTC; `undefined` where the date is unknown. */
  readonly created: string | undefined;
  /** `undefined` where the tags were never read. */
  readonly tags: BucketTags | undefined;
  /** True where the bucket is selected. */
  readonly inventoried: boolean;
}

/** All buckets of the snapshot, including those that filters leave out, sorted by account, Region and name. */
export function bucketRows(config: Config, snapshot: OrganizationSnapshot): BucketRow[] {
  const place = (account: string, region: string, bucket: string) => `${account} ${region} ${bucket}`;
  const selected = new Set(
    selectBuckets(config, snapshot).buckets.map(({ account, region, bucket }) => place(account, region, bucket)),
  );
  const rows = snapshot.accounts.flatMap(({ id, name: accountName, state, path, buckets }) =>
    buckets.map(({ name, region, created, tags }) => ({
      account: id,
      accountName,
      accountState: state,
      organizationalUnit: path,
      region,
      bucket: name,
      created,
      tags,
      inventoried: selected.has(place(id, region, name)),
    })),
  );
  return sortedBy(rows, ({ account, region, bucket }) => place(account, region, bucket));
}

/** Groups rows by Region, for the given Regions alone. A Region without rows gets an empty list. */
export const rowsByRegion = (rows: readonly BucketRow[], regions: readonly string[]) =>
  new Map([...regions].sort(byText).map((region) => [region, rows.filter((row) => row.region === region)] as const));
