import type { Config } from '../../core/config/schema';
import type { OrganizationSnapshot } from '../../core/organization/snapshot';
import { auditorPolicy } from '../../core/policies/auditor';
import { DEPLOYER_POLICY } from '../../core/policies/deployer';
import { operatorPolicy } from '../../core/policies/operator';
import { readerPolicy } from '../../core/policies/reader';
import { addOrganizationStacks } from '../../stacks/organization-stacks';
import {
  DESTINATION,
  sampleAccount,
  sampleConfig,
  sampleProps,
  sampleSnapshot,
  SNAPSHOT,
  SOURCE,
} from '../stacks/sample';
import { stackNamed, synthesized } from '../stacks/synthesized';
import { policiesOf, readPolicy, type Policies, type Policy } from './synthesized-policies';
import { COPIES_KEY } from './what';
import { STATE_BUCKET, STATE_KEY } from './what-deployers';

/** The role that deploys, in the destination account. */
export const DEPLOY_ROLE = `arn:aws:iam::${DESTINATION}:role/deploy`;
/** The role that looks for drift there. */
export const AUDIT_ROLE = `arn:aws:iam::${DESTINATION}:role/audit`;
export const EXTERNAL_ID = 'secret-7';
/** The tags that every session of the source role carries. */
export const SESSION_TAGS = { Purpose: 's3-inventory', 'Cost:Centre': '4711' };

/** An account outside the organization whose reports are accepted. */
export const ALLOWED = '777777777777';

/** The name, in each account, of the permissions boundary of all our roles. */
export const BOUNDARY = 'boundaries/workloads';

/**
 * The policies of an organization with everything that changes a policy: principals that may assume the source role, an external id and
 * session tags, a permissions boundary, encrypted reports, an asset register, states in S3 and the delegation. The policy for the stack
 * "access" is that of the mode `stackset`; the role is the same in both modes.
 */
export function samplePolicies(): Policies {
  const config = sampleConfig({
    destination: { account: DESTINATION, homeRegion: 'eu-west-1', allowedAccounts: [ALLOWED] },
    access: {
      trustedPrincipals: [DEPLOY_ROLE, AUDIT_ROLE],
      externalId: EXTERNAL_ID,
      sessionTags: SESSION_TAGS,
      permissionsBoundary: BOUNDARY,
    },
    inventory: { encryption: { type: 'SSE-KMS' } },
    register: { mode: 'copy', kmsKeyArn: COPIES_KEY },
    backend: { type: 's3', bucket: STATE_BUCKET, region: 'eu-west-1', kmsKeyArn: STATE_KEY },
    delegation: { organizationReadAccess: true },
  });
  return policiesFor(config, { deployedWith: { ...config, access: { ...config.access, mode: 'stackset' } } });
}

/** The policies of a configuration that names the destination alone and, for deployers, the delegation. */
export const defaultPolicies = (): Policies =>
  policiesFor(sampleConfig({ delegation: { organizationReadAccess: false } }));

/** The policies of an organization in the European Sovereign Cloud, whose partition and Region codes have other forms. */
export const sovereignPolicies = (): Policies =>
  policiesFor(
    sampleConfig({
      destination: { account: DESTINATION, homeRegion: 'eusc-de-east-1' },
      inventory: { encryption: { type: 'SSE-KMS' } },
      delegation: { organizationReadAccess: true },
    }),
    {
      snapshot: sampleSnapshot(
        sampleAccount(DESTINATION),
        sampleAccount(SOURCE, [{ name: 'photos', region: 'eusc-de-east-1' }]),
      ),
    },
  );

function policiesFor(config: Config, { deployedWith = config, snapshot = SNAPSHOT } = {}): Policies {
  const delegation = policiesOf([stackNamed(stacksFor(deployedWith, snapshot), 'delegation')]);
  return new Map([
    ...policiesOf(stacksFor(config, snapshot)),
    ...delegation,
    [DEPLOYER_POLICY, attached(delegation)],
    ...peoplePolicies(config),
  ]);
}

/** The policies of people, by name. No stack holds them: an administrator attaches them. */
export const peoplePolicies = (config: Config): Policies =>
  new Map([
    ['reader', readPolicy(readerPolicy(config))],
    ['auditor', readPolicy(auditorPolicy(config))],
    ['operator', readPolicy(operatorPolicy(config))],
  ]);

const stacksFor = (config: Config, snapshot: OrganizationSnapshot) =>
  synthesized((app) => addOrganizationStacks(app, sampleProps(config, snapshot)));

/** The policy of deployers: the managed policies of the stack "delegation", joined into one. */
const attached = (delegation: Policies): Policy => ({
  Version: '2012-10-17',
  Statement: [...delegation].flatMap(([where, { Statement }]) =>
    where.startsWith('delegation aws_iam_policy.deployer') ? Statement : [],
  ),
});
