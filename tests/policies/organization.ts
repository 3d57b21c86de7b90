import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { DESTINATION, sampleConfig, sampleProps } from '../stacks/sample';
import { synthesized } from '../stacks/synthesized';
import { COPIES_KEY } from './what';
import { policiesOf, type Policies } from './synthesized-policies';

/** The role that deploys, in the destination account. */
export const DEPLOY_ROLE = `arn:aws:iam::${DESTINATION}:role/deploy`;
export const EXTERNAL_ID = 'secret-7';

/** An account outside the organization whose reports are accepted. */
export const ALLOWED = '777777777777';

/** The policies of an organization that names who may assume the source role, asks for an external id, encrypts its reports, has a register and delegates. */
export const samplePolicies = (): Policies =>
  policiesFor(
    sampleConfig({
      destination: { account: DESTINATION, homeRegion: 'eu-west-1', allowedAccounts: [ALLOWED] },
      access: { trustedPrincipals: [DEPLOY_ROLE], externalId: EXTERNAL_ID },
      inventory: { encryption: { type: 'SSE-KMS' } },
      register: { mode: 'copy', kmsKeyArn: COPIES_KEY },
      delegation: { organizationReadAccess: true },
    }),
  );

/** The policies of an organization whose configuration says nothing but where the reports go. */
export const defaultPolicies = (): Policies => policiesFor(sampleConfig());

const policiesFor = (config: ReturnType<typeof sampleConfig>) =>
  policiesOf(synthesized((app) => addOrganizationStacks(app, sampleProps(config))));
