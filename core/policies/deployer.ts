import type { Config } from '../config/schema';
import { destinationEverywhere, kmsSettings, queryableDatabases } from './everywhere';
import { permissionsBoundaryArn } from './permissions-boundary';
import { assumeSourceRoles, readOrganization } from './auditor';
import { bucketStatements, deployStatements, keyStatements } from './deployer-services';
import { policyDocument, type PolicyDocument } from './document';
import { stateStatements } from './state';
import { splitPolicy } from './split';

/** The name of the policy for the people and pipelines that deploy. */
export const DEPLOYER_POLICY = 'S3InvDestAccountPolicy';

/**
 * Longest managed policy that IAM takes, in characters.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_MANAGED_POLICY_CHARACTERS = 6144;

/**
 * Permissions to deploy, to discover and to look for drift in the destination account, for all stacks but `access`: to read the
 * organization, to assume the role in the source accounts of the same organization, and to keep the resources of the collectors, known by
 * their names, in every Region. The actions are those that Terraform's provider calls for these resources. The holder writes the policies
 * of the Lambdas' roles. So it can do in the destination account what such a role can be allowed: anything, or as much as the permissions
 * boundary allows.
 */
export function deployerPolicy(config: Config): PolicyDocument {
  const destination = destinationEverywhere(config);
  const where = { ...destination, boundary: permissionsBoundaryArn(config, destination.account) };
  return policyDocument(
    ...readOrganization(config),
    assumeSourceRoles(config),
    ...bucketStatements(where, config.retention.destroyReports),
    ...(kmsSettings(config).length > 0 ? keyStatements(where) : []),
    ...deployStatements(where, queryableDatabases(config)),
    ...stateStatements(config),
  );
}

/** The same permissions as managed policies: one, or two where they are too long for one. */
export const deployerPolicies = (config: Config): { readonly name: string; readonly document: PolicyDocument }[] =>
  splitPolicy(deployerPolicy(config), MAX_MANAGED_POLICY_CHARACTERS).map((document, index) => ({
    name: index === 0 ? DEPLOYER_POLICY : `${DEPLOYER_POLICY}-${index + 1}`,
    document,
  }));
