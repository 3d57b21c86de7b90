import type { Config } from '../config/schema';
import { destinationEverywhere, kmsSettings, queryableDatabases } from './everywhere';
import { permissionsBoundaryArn } from './permissions-boundary';
import { assumeSourceRoles, readOrganization } from './auditor';
import { bucketStatements, deployStatements, keyStatements } from './deployer-services';
import { policyDocument, type PolicyDocument } from './document';
import { stateStatements } from './state';
import { splitPolicy } from './split';

/** The name under which the policy is attached to whoever deploys. */
export const DEPLOYER_POLICY = 'S3InvDestAccountPolicy';

/**
 * Longest managed policy that IAM takes, in characters.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_MANAGED_POLICY_CHARACTERS = 6144;

/**
 * What deploying, discovering and drift checking need in the destination account, but for the stacks `access`: to read the
 * organization, to assume the role in the source accounts of the same organization, and to keep what the collectors are made of, by
 * their names, in every Region. The actions are those that Terraform's provider calls for these resources. Whoever holds it writes the policies of the Lambdas'
 * roles, and so can do in the destination account what such a role can be allowed: anything, or what the permissions boundary allows.
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

/** The same as the managed policies that take it: one, or two where it is too long for one. */
export const deployerPolicies = (config: Config): { readonly name: string; readonly document: PolicyDocument }[] =>
  splitPolicy(deployerPolicy(config), MAX_MANAGED_POLICY_CHARACTERS).map((document, index) => ({
    name: index === 0 ? DEPLOYER_POLICY : `${DEPLOYER_POLICY}-${index + 1}`,
    document,
  }));
