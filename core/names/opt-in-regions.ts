import { partitionOf } from './partitions';

/**
 * Regions that every account has switched on. All that came after March 2019 are opt-in.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
const ALWAYS_ON: ReadonlySet<string> = new Set([
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
]);

/** True where an account has to switch the Region on before it can use it. */
export const isOptIn = (region: string) => partitionOf(region) === 'aws' && !ALWAYS_ON.has(region);
