import type { Config } from '../config/schema';
import { DATABASE, partitionOf, REGISTER_DATABASE, REGISTER_WORKGROUP, WORKGROUP } from './names';
import { permissionsBoundaryArn } from './permissions-boundary';
import { assumeSourceRoles, readOrganization } from './policy-auditor';
import { bucketStatements, deployStatements, keyStatements, type QueryEngines } from './policy-deployer-services';
import { policyDocument, type PolicyDocument } from './policy-document';
import { stateStatements } from './policy-state';
import { splitPolicy } from './split-policy';

/** The name under which the policy is attached to whoever deploys. */
export const DEPLOYER_POLICY = 'S3InvDestAccountPolicy';

/**
 * Longest managed policy that IAM takes, in characters.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_MANAGED_POLICY_CHARACTERS = 6144;

/**
 * What deploying, discovering and drift checking need in the destination account, but for the stacks `access`: to read the organization, to assume the role in
 * the source accounts of the same organization, and to keep what the collectors are made of, by their names, in every Region. The
 * actions are those that Terraform's provider calls for these resources. Whoever holds it writes the policies of the Lambdas'
 * roles, and so can do in the destination account what such a role can be allowed: anything, or what the permissions boundary allows.
 */
export function deployerPolicy(config: Config): PolicyDocument {
  const { account, homeRegion } = config.destination;
  const where = { account, partition: partitionOf(homeRegion), boundary: permissionsBoundaryArn(config, account) };
  return policyDocument(
    ...readOrganization(config),
    assumeSourceRoles(config),
    ...bucketStatements(where, config.retention.destroyReports),
    ...(usesKms(config) ? keyStatements(where) : []),
    ...deployStatements(where, enginesOf(config)),
    ...stateStatements(config),
  );
}

/** The same as the managed policies that take it: one, or two where it is too long for one. */
export const deployerPolicies = (config: Config): { readonly name: string; readonly document: PolicyDocument }[] =>
  splitPolicy(deployerPolicy(config), MAX_MANAGED_POLICY_CHARACTERS).map((document, index) => ({
    name: index === 0 ? DEPLOYER_POLICY : `${DEPLOYER_POLICY}-${index + 1}`,
    document,
  }));

/** A collector of a Region may make a key wherever the configuration speaks of SSE-KMS. */
const usesKms = ({ inventory, additional, overrides }: Config) =>
  [inventory, ...additional, ...overrides.map(({ set }) => set)].some(
    ({ encryption }) => encryption?.type === 'SSE-KMS',
  );

const enginesOf = ({ register }: Config): QueryEngines =>
  register.mode === 'off'
    ? { databases: [DATABASE], workgroups: [WORKGROUP] }
    : { databases: [DATABASE, REGISTER_DATABASE], workgroups: [WORKGROUP, REGISTER_WORKGROUP] };
