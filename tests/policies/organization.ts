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
/** What every session of the source role carries. */
export const SESSION_TAGS = { Purpose: 's3-inventory', 'Cost:Centre': '4711' };

/** An account outside the organization whose reports are accepted. */
export const ALLOWED = '777777777777';

/** The policy that bounds every role of ours, by its name in each account. */
export const BOUNDARY = 'boundaries/workloads';

/**
 * The policies of an organization that names who may assume the source role, asks for an external id and session tags, bounds its
 * roles, encrypts its reports, has a register, keeps its state in S3 and delegates. Whoever applies the stack "access" has what a StackSet takes:
 * the role is the same either way.
 */
export function samplePolicies(): Policies {
  const config = sampleConfig({
    destination: { account: DESTINATION, homeRegion: 'eu-west-1', allowedAccounts: [ALLOWED] },
    access: {
      ...{ trustedPrincipals: [DEPLOY_ROLE, AUDIT_ROLE], externalId: EXTERNAL_ID, sessionTags: SESSION_TAGS },
      permissionsBoundary: BOUNDARY,
    },
    inventory: { encryption: { type: 'SSE-KMS' } },
    register: { mode: 'copy', kmsKeyArn: COPIES_KEY },
    backend: { type: 's3', bucket: STATE_BUCKET, region: 'eu-west-1', kmsKeyArn: STATE_KEY },
    delegation: { organizationReadAccess: true },
  });
  return policiesFor(config, { deployedWith: { ...config, access: { ...config.access, mode: 'stackset' } } });
}

/** The policies of an organization whose configuration says nothing but where the reports go and, for whoever deploys, that it delegates. */
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

/** What no stack holds, by name: whoever keeps people and their roles attaches it. */
export const peoplePolicies = (config: Config): Policies =>
  new Map([
    ['reader', readPolicy(readerPolicy(config))],
    ['auditor', readPolicy(auditorPolicy(config))],
    ['operator', readPolicy(operatorPolicy(config))],
  ]);

const stacksFor = (config: Config, snapshot: OrganizationSnapshot) =>
  synthesized((app) => addOrganizationStacks(app, sampleProps(config, snapshot)));

/** What whoever deploys has attached: the policy of the stack "delegation", and what is too long for it in the next ones. */
const attached = (delegation: Policies): Policy => ({
  Version: '2012-10-17',
  Statement: [...delegation].flatMap(([where, { Statement }]) =>
    where.startsWith('delegation aws_iam_policy.deployer') ? Statement : [],
  ),
});
