import { runSimulation, type RunSimulationResults } from '@cloud-copilot/iam-simulate';
import type { Caller, PolicyJson } from './identities';
import type { NeededPermission } from './permission';

/** A call, and the policies that decide about it. */
export interface Question {
  readonly caller: Pick<Caller, 'principal' | 'identityArn' | 'account' | 'policies' | 'sessionPolicy'>;
  readonly permission: NeededPermission;
  /** The account of the resource. */
  readonly resourceAccount: string;
  /** The resource's policy, or the role's trust policy. */
  readonly resourcePolicy?: PolicyJson | undefined;
  /** The id of the organization, `o-…`. All accounts are its members. */
  readonly organization: string;
}

/**
 * Asks the IAM policy engine whether a caller is allowed something. The emulator speaks no TLS, so the policies are
 * told that it does.
 *
 * @throws Error where the engine does not know the action or another part of the question
 */
export async function isAllowed(question: Question): Promise<boolean> {
  const { permission } = question;
  const simulated = await simulate(question, permission.resource);
  if (simulated.resultType !== 'error') return simulated.overallResult === 'Allowed';
  const anywhere = simulated.errors.message === 'must.use.wildcard' ? await simulate(question, '*') : simulated;
  if (anywhere.resultType !== 'error') return anywhere.overallResult === 'Allowed';
  throw new Error(`${permission.action} on ${permission.resource}: ${JSON.stringify(anywhere.errors)}`);
}

function simulate(question: Question, resource: string): Promise<RunSimulationResults> {
  const { caller, permission, resourceAccount, resourcePolicy, organization } = question;
  const isPerson = caller.principal.startsWith('arn:');
  return runSimulation(
    {
      request: {
        principal: caller.principal,
        action: permission.action,
        resource: { resource, accountId: resourceAccount },
        contextVariables: {
          'aws:SecureTransport': 'true',
          'aws:ResourceAccount': resourceAccount,
          'aws:ResourceOrgID': organization,
          ...(isPerson
            ? {
                'aws:PrincipalArn': caller.identityArn,
                'aws:PrincipalAccount': caller.account,
                'aws:PrincipalOrgID': organization,
              }
            : {}),
          ...copied(permission.context),
        },
      },
      identityPolicies: caller.policies.map((policy, index) => ({ name: `policy ${index + 1}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
      ...(caller.sessionPolicy === undefined ? {} : { sessionPolicy: caller.sessionPolicy }),
    },
    {},
  );
}

/** Copies the context: the engine wants lists that it may change. */
const copied = (context: NeededPermission['context'] = {}) =>
  Object.fromEntries(
    Object.entries(context).map(([key, values]) => [key, typeof values === 'string' ? values : [...values]]),
  );
