import { partitionOf } from './partitions';

/** Which account and Region a name belongs to. */
export interface Place {
  /** 12 digits. */
  readonly account: string;
  /** Region code, e.g. `eu-west-1`. */
  readonly region: string;
}

/** The ARN of something regional, e.g. `regionalArn('sqs', place, 'a-queue')`. */
export const regionalArn = (service: string, { account, region }: Place, resource: string) =>
  `arn:${partitionOf(region)}:${service}:${region}:${account}:${resource}`;

/** The ARN that stands for everybody in an account whom its own IAM policies allow. */
export const accountRootArn = (account: string, region: string) => `arn:${partitionOf(region)}:iam::${account}:root`;

/** The ARN of every bucket, and of no object. */
export const anyBucketArn = (region: string) => `arn:${partitionOf(region)}:s3:::*`;
