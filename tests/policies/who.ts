import { anonymousPrincipal, type SimulationRequestPrincipal } from '@cloud-copilot/iam-simulate';
import { readingSessionPolicy } from '../../core/policies/access';
import { DEPLOYER_POLICY } from '../../core/policies/deployer';
import { DESTINATION, SNAPSHOT, SOURCE } from '../stacks/sample';
import { AUDIT_ROLE, DEPLOY_ROLE } from './organization';

/** The account of an attacker, in another organization. */
export const FOREIGN = '999999999999';

/** A caller, and the policies that it carries. */
export interface Actor {
  readonly principal: SimulationRequestPrincipal;
  /** The place of its policy among the synthesized ones. */
  readonly policyAt?: string;
  /** The policy of its session, as JSON: the caller may do nothing that this policy does not allow. */
  readonly sessionPolicy?: string;
  /** True for an actor whose own policies allow everything: the worst case of an actor without permissions from us. */
  readonly isAdmin?: boolean;
  /** The condition keys that AWS adds for the caller itself. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const session = (account: string, name: string) => `arn:aws:sts::${account}:assumed-role/${name}/orgs3`;
const sovereign = (name: string) => `arn:aws-eusc:iam::${DESTINATION}:role/${name}`;
const admin = (principal: string): Actor => ({ principal, isAdmin: true });
const REGISTER_POLICY = 'collector-eu-west-1 aws_iam_role_policy.register_permissions.policy';
const ASSET_POLICY = 'register aws_iam_role_policy.register_permissions.policy';
const ASSET_RECONCILE_POLICY = 'register aws_iam_role_policy.reconcile_permissions.policy';
const SOURCE_POLICY = `access-${SOURCE} aws_iam_role_policy.source-permissions.policy`;

export const WHO = {
  anybody: { principal: anonymousPrincipal },
  S3: { principal: 's3.amazonaws.com' },
  SNS: { principal: 'sns.amazonaws.com' },
  'SNS of a Region that is switched on': { principal: 'sns.af-south-1.amazonaws.com' },
  Lambda: { principal: 'lambda.amazonaws.com' },
  EC2: { principal: 'ec2.amazonaws.com' },
  CloudTrail: { principal: 'cloudtrail.amazonaws.com' },
  'register-report': {
    principal: role(DESTINATION, 's3inventory-register-report-eu-west-1'),
    policyAt: REGISTER_POLICY,
  },
  'reconcile-register': {
    principal: role(DESTINATION, 's3inventory-reconcile-register'),
    policyAt: ASSET_RECONCILE_POLICY,
  },
  'register-asset': { principal: role(DESTINATION, 's3inventory-register-asset'), policyAt: ASSET_POLICY },
  'the source role': { principal: role(SOURCE, 'OrgS3role'), policyAt: SOURCE_POLICY },
  'a drift check': {
    principal: session(SOURCE, 'OrgS3role'),
    policyAt: SOURCE_POLICY,
    sessionPolicy: readingSessionPolicy('eu-west-1'),
  },
  'the first discovery': {
    ...admin(session(SOURCE, 'OrganizationAccountAccessRole')),
    sessionPolicy: readingSessionPolicy('eu-west-1'),
  },
  'the deployer': {
    principal: DEPLOY_ROLE,
    policyAt: DEPLOYER_POLICY,
    context: { 'aws:PrincipalOrgID': [SNAPSHOT.organization.id] },
  },
  'whoever makes the source roles': {
    principal: role(DESTINATION, 'make-roles'),
    policyAt: 'delegation aws_iam_policy.access-deployer.policy',
  },
  'a reader': { principal: role(DESTINATION, 'analyst'), policyAt: 'reader' },
  'an auditor': {
    principal: AUDIT_ROLE,
    policyAt: 'auditor',
    context: { 'aws:PrincipalOrgID': [SNAPSHOT.organization.id] },
  },
  'an operator': { principal: role(DESTINATION, 'on-call'), policyAt: 'operator' },
  'a reader in the sovereign cloud': { principal: sovereign('analyst'), policyAt: 'reader' },
  'an operator in the sovereign cloud': { principal: sovereign('on-call'), policyAt: 'operator' },
  'register-report in the sovereign cloud': {
    principal: sovereign('s3inventory-register-report-eusc-de-east-1'),
    policyAt: 'collector-eusc-de-east-1 aws_iam_role_policy.register_permissions.policy',
  },
  "the destination's admin": admin(role(DESTINATION, 'admin')),
  'a bare role of the destination': { principal: role(DESTINATION, 'intern') },
  "a source account's admin": admin(role(SOURCE, 'admin')),
  "a foreign account's admin": admin(role(FOREIGN, 'admin')),
} as const satisfies Record<string, Actor>;
