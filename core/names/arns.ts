import { partitionOf } from './partitions';

/** The account and the Region that a name belongs to. */
export interface Place {
  /** 12 digits. */
  readonly account: string;
  /** Region code, e.g. `eu-west-1`. */
  readonly region: string;
}

/** The ARN of a resource in a Region, e.g. `regionalArn('sqs', place, 'a-queue')`. */
export const regionalArn = (service: string, { account, region }: Place, resource: string) =>
  `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;

/** The ARN of an account as a principal: it stands for everybody there whom the account's own IAM policies allow. */
export const accountRootArn = (account: string, region: string) => `arn:${partitionOf(region)}:iam::${account}:root`;

/** The ARN of every bucket; it covers no object. */
export const anyBucketArn = (region: string) => `arn:${partitionOf(region)}:s3:::*`;
