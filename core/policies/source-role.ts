import type { AccessSettings } from '../config/access';
import { sourceRolePolicyName } from '../names/names';
import { sourceRolePolicy, sourceRoleTrustPolicy } from './access';
import type { PolicyDocument } from './document';

/** The settings that the role in a source account is made from. */
export interface SourceRoleSettings {
  readonly access: AccessSettings;
  readonly destination: { readonly account: string; readonly homeRegion: string };
}

/** The role in every source account, made by Terraform or CloudFormation. */
export interface SourceRole {
  readonly name: string;
  readonly description: string;
  /** The trust policy: it says who may assume the role. */
  readonly trust: PolicyDocument;
  readonly policyName: string;
  /** The policy inside the role. */
  readonly permissions: PolicyDocument;
}

/** Trust policy of the role in every source account, as the configuration has it. */
export const sourceRoleTrust = ({ access, destination }: SourceRoleSettings): PolicyDocument =>
  sourceRoleTrustPolicy({
    destinationAccount: destination.account,
    region: destination.homeRegion,
    trustedPrincipals: access.trustedPrincipals,
    externalId: access.externalId,
    sessionTags: access.sessionTags,
  });

/** The role as the configuration has it: the same for Terraform, which makes it directly, and for CloudFormation. */
export const sourceRole = (settings: SourceRoleSettings): SourceRole => ({
  name: settings.access.roleName,
  description: `Lets account ${settings.destination.account} find buckets and keep their S3 Inventory configurations`,
  trust: sourceRoleTrust(settings),
  policyName: sourceRolePolicyName(settings.access.roleName),
  permissions: sourceRolePolicy(settings.destination.homeRegion),
});
