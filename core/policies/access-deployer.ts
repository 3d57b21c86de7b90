import type { Config } from '../config/schema';
import { roleArn } from '../names/names';
import { partitionOf } from '../names/partitions';
import { stackSetStatements } from './deployer-stack-set';
import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';
import { stateStatements } from './state';
import { allow } from './statements';

/** The name under which the policy is attached to whoever applies the stack `access`. */
export const ACCESS_DEPLOYER_POLICY = 'S3InvAccessPolicy';

/**
 * What putting the role into the source accounts takes. It is apart from what whoever deploys all the rest needs: whoever holds it can put a
 * role of any permissions into those accounts, as AWS bounds neither a StackSet's template nor, usually, the bootstrap role.
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
