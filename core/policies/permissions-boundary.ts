import type { Config } from '../config/schema';
import { partitionOf } from '../names/partitions';

/**
 * ARN of the permissions boundary of our roles in an account; `undefined` where the configuration names none. The policy has the same
 * name and path in every account.
 *
 * @param account 12 digits, or a placeholder for them
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function permissionsBoundaryArn({ access, destination }: Config, account: string): string | undefined {
  const { permissionsBoundary: name } = access;
  return name === undefined ? undefined : `arn:${partitionOf(destination.homeRegion)}:iam::${account}:policy/${name}`;
}
