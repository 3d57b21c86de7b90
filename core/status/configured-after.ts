import type { Config } from '../config/schema';
import { bucketKey } from '../drift/scope';
import { destinationBucketName } from '../names/names';
import type { SelectedBucket } from '../organization/selection';
import type { OrganizationSnapshot } from '../organization/snapshot';
import { readMoment } from '../text/time';

/**
 * Says for a bucket the latest moment that its configuration cannot be older than. S3 does not tell when a configuration was
 * made; it is not older than its bucket, it delivers nothing before the destination bucket of its Region exists, and a person
 * may know more.
 *
 * @param since epoch milliseconds, from a person
 * @returns epoch milliseconds; `undefined` where the snapshot knows neither date and nobody says one
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
