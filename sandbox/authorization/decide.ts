import { runSimulation, type RunSimulationResults } from '@cloud-copilot/iam-simulate';
import type { Caller, PolicyJson } from './identities';
import type { NeededPermission } from './permission';

/** What is asked of the engine. */
export interface Question {
  readonly caller: Pick<Caller, 'principal' | 'identityArn' | 'account' | 'policies' | 'sessionPolicy'>;
  readonly permission: NeededPermission;
  /** The account that the resource belongs to. */
  readonly resourceAccount: string;
  /** The policy of the resource, or the trust of the role. */
  readonly resourcePolicy?: PolicyJson | undefined;
  /** `o-…`: all accounts are its members. */
  readonly organization: string;
}

/**
 * Asks the IAM policy engine whether a caller may do something. The emulator speaks no TLS; the policies are told that it does.
 *
 * @throws Error where the engine does not understand the question: an action that AWS does not have, say
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

/** As the engine takes it: lists that it might change. */
const copied = (context: NeededPermission['context'] = {}) =>
  Object.fromEntries(
    Object.entries(context).map(([key, values]) => [key, typeof values === 'string' ? values : [...values]]),
  );
