import type { LiveConfiguration } from '../../../core/drift/live-configuration';
import { desiredBuckets, type DesiredBucket } from '../../../core/inventory/desired-buckets';
import type { DesiredConfiguration } from '../../../core/inventory/desired-configuration';
import { selectBuckets } from '../../../core/organization/selection';
import { account, bucket, exampleConfig, snapshot } from '../organization/example';

/** The account of the bucket below. */
export const A = '111111111111';

/** The bucket `logs` of the account above; `changes` are as in `inventory.yaml`. */
export function desiredBucket(changes: Record<string, unknown> = {}): DesiredBucket {
  const config = exampleConfig(changes);
  const known = snapshot(account(A, { buckets: [bucket('logs')] }));
  const [found] = desiredBuckets(config, known, selectBuckets(config, known));
  if (found === undefined) throw new Error('the bucket is not selected');
  return found;
}

/** Its main configuration. */
export function desired(changes: Record<string, unknown> = {}): DesiredConfiguration {
  const [found] = desiredBucket(changes).configurations;
  if (found === undefined) throw new Error('the bucket has no configuration');
  return found;
}

/** The main configuration as stored in S3, with changes. */
export const live = (changes: Partial<LiveConfiguration> = {}): LiveConfiguration => ({ ...desired(), ...changes });
