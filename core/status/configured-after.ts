import type { Config } from '../config/schema';
import { bucketKey } from '../drift/scope';
import { destinationBucketName } from '../names/names';
import type { SelectedBucket } from '../organization/selection';
import type { OrganizationSnapshot } from '../organization/snapshot';
import { readMoment } from '../text/time';

/**
 * Estimates the earliest time from which a bucket's configuration can deliver reports. S3 does not store the creation time of a
 * configuration. The estimate is the latest of: the creation of the bucket, the creation of the destination bucket in its
 * Region, and `since`.
 *
 * @param since epoch milliseconds, from the command line
 * @returns epoch milliseconds; `undefined` where none of the three is known
 */
export function configuredAfter(
  { destination }: Config,
  snapshot: OrganizationSnapshot,
  since: number | undefined,
): (bucket: SelectedBucket) => number | undefined {
  const created = new Map<string, number>();
  for (const { id: account, buckets } of snapshot.accounts) {
    for (const { name, region, created: text = '' } of buckets) {
      const moment = readMoment(text);
      if (moment !== undefined) created.set(bucketKey({ account, region, bucket: name }), moment);
    }
  }
  return (bucket) => {
    const name = destinationBucketName(bucket.region, destination.account);
    const receiver = bucketKey({ account: destination.account, region: bucket.region, bucket: name });
    const known = [created.get(bucketKey(bucket)), created.get(receiver), since].filter((one) => one !== undefined);
    return known.length === 0 ? undefined : Math.max(...known);
  };
}
