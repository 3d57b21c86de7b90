import type { Config } from '../config/schema';
import { roleArn } from '../names/names';
import { partitionOf } from '../names/partitions';
import { stackSetStatements } from './deployer-stack-set';
import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';
import { stateStatements } from './state';
import { allow } from './statements';

/** The name of the policy for the people and pipelines that apply the stack `access`. */
export const ACCESS_DEPLOYER_POLICY = 'S3InvAccessPolicy';

/**
 * Permissions to put the role into the source accounts. This policy is separate from the one for all other stacks: its holder can put a
 * role with any permissions into those accounts, as AWS limits neither the template of a StackSet nor, usually, the bootstrap role.
 */
export const accessDeployerPolicy = (config: Config): PolicyDocument =>
  policyDocument(...waysIn(config), ...stateStatements(config));

function waysIn({ access, destination: { homeRegion } }: Config): PolicyStatement[] {
  if (access.mode === 'stackset') return stackSetStatements({ partition: partitionOf(homeRegion), homeRegion });
  return [
    allow('AssumeBootstrapRoles', 'sts:AssumeRole', roleArn('*', access.bootstrapRole, homeRegion), {
      StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' },
    }),
  ];
}
