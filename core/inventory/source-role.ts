import type { AccessSettings } from '../config/access';
import { sourceRoleTrustPolicy } from './policy-access';
import type { PolicyDocument } from './policy-document';

/** What decides who may assume the role in a source account. */
export interface SourceRoleSettings {
  readonly access: AccessSettings;
  readonly destination: { readonly account: string; readonly homeRegion: string };
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
