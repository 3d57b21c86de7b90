import type { PartitionName } from '../names/partitions';
import type { PolicyStatement } from './document';

/** An account, in every Region of its partition. */
export interface Everywhere {
  /** 12 digits. */
  readonly account: string;
  readonly partition: PartitionName;
}

/** A statement that allows actions; it has no property that is not given. */
export const allow = (
  sid: string,
  actions: PolicyStatement['Action'],
  resources: PolicyStatement['Resource'],
  condition?: PolicyStatement['Condition'],
): PolicyStatement => ({
  Sid: sid,
  Effect: 'Allow',
  Action: actions,
  ...(resources === undefined ? {} : { Resource: resources }),
  ...(condition === undefined ? {} : { Condition: condition }),
});

/** Actions of one service: `actionsOf('s3', 'GetObject')` is `['s3:GetObject']`. */
export const actionsOf = (service: string, ...actions: readonly string[]) =>
  actions.map((action) => `${service}:${action}`);

/** The ARN of a resource of the account in every Region, or in one; `region` is `''` for a service that knows no Region. */
export const everywhereArn = ({ partition, account }: Everywhere, service: string, resource: string, region = '*') =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;
