import { runSimulation, type RequestAnalysis, type StatementExplain } from '@cloud-copilot/iam-simulate';
import { FROM_WHERE } from './from-where';
import { sentence, type Expected, type Scenario } from './scenario';
import { policyAt, type Policies } from './synthesized-policies';
import type { Target } from './target';
import { DOES_WHAT, TO_WHAT } from './what';
import { WHO, type Actor } from './who';

const EVERYTHING = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** The engine's answer to a scenario. */
export interface Verdict {
  readonly answer: Expected;
  /** The statements that decided; where none did, the nearest ones and why they did not match. */
  readonly reason: string;
}

/** The places of the synthesized policies that decide a scenario. */
export function policiesIn([who, , , toWhat]: Scenario): string[] {
  const actor: Actor = WHO[who];
  const target: Target = TO_WHAT[toWhat];
  return [actor.policyAt, target.policyAt].filter((where) => where !== undefined);
}

/** Lets the engine evaluate one call, with the actor's own policy and the policy of the target, where there are any. */
export async function evaluate(policies: Policies, [who, fromWhere, doesWhat, toWhat]: Scenario): Promise<Verdict> {
  const { principal, policyAt: own, sessionPolicy, isAdmin, context: ofActor }: Actor = WHO[who];
  const { arn, account, policyAt: resourcePolicyAt, policy: foreignPolicy, context: known }: Target = TO_WHAT[toWhat];
  const resourcePolicy = resourcePolicyAt === undefined ? foreignPolicy : policyAt(policies, resourcePolicyAt);
  const context: Context = FROM_WHERE[fromWhere];
  const simulated = await runSimulation(
    {
      request: {
        principal,
        action: DOES_WHAT[doesWhat],
        resource: { resource: arn, accountId: account },
        contextVariables: {
          'aws:ResourceAccount': account,
          ...copied(context),
          ...(typeof principal === 'string' && principal.startsWith('arn:') ? { 'aws:PrincipalArn': principal } : {}),
          ...copied(ofActor),
          ...copied(known),
        },
      },
      identityPolicies: [
        ...(own === undefined ? [] : [{ name: own, policy: policyAt(policies, own) }]),
        ...(isAdmin === true ? [{ name: 'admin', policy: EVERYTHING }] : []),
      ],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
      ...(sessionPolicy === undefined ? {} : { sessionPolicy: JSON.parse(sessionPolicy) as unknown }),
    },
    {},
  );
  if (simulated.resultType === 'error') throw new Error(JSON.stringify(simulated.errors, undefined, 2));
  const analyses = simulated.resultType === 'single' ? [simulated.result] : simulated.results;
  return {
    answer: simulated.overallResult === 'Allowed' ? 'allowed' : 'refused',
    reason: analyses.map(({ analysis }) => reasonOf(analysis)).join('; '),
  };
}

/** The scenarios, as sentences, with another answer than expected. */
export async function surprises(policies: Policies, scenarios: readonly Scenario[]): Promise<string[]> {
  const verdicts = await Promise.all(
    scenarios.map(async (scenario) => ({ scenario, verdict: await evaluate(policies, scenario) })),
  );
  return verdicts
    .filter(({ scenario: [, , , , expected], verdict }) => verdict.answer !== expected)
    .map(({ scenario }) => sentence(scenario));
}

type Context = Readonly<Record<string, string | readonly string[]>>;

const copied = (context: Context = {}) =>
  Object.fromEntries(
    Object.entries(context).map(([key, values]) => [key, typeof values === 'string' ? values : [...values]]),
  );

function reasonOf({ result, identityAnalysis, resourceAnalysis }: RequestAnalysis): string {
  const parts = [
    { of: 'own policy', analysis: identityAnalysis },
    { of: 'resource policy', analysis: resourceAnalysis },
  ];
  const decided = parts.flatMap(({ of, analysis }) =>
    (result === 'Allowed' ? (analysis?.allowStatements ?? []) : (analysis?.denyStatements ?? [])).map(
      ({ explain }) => `${explain.effect} ${explain.identifier} of the ${of}`,
    ),
  );
  if (decided.length > 0) return `${result} by ${decided.join(' and ')}`;
  const near = parts.flatMap(({ of, analysis }) =>
    (analysis?.unmatchedStatements ?? [])
      .map(({ explain }) => explain)
      .filter(({ effect, actionMatch, resourceMatch }) => effect === 'Allow' && actionMatch && resourceMatch)
      .map((explain) => `${explain.identifier} of the ${of} did not match: ${mismatch(explain)}`),
  );
  const answers = parts.map(({ of, analysis }) => `${of}: ${analysis?.result ?? 'none'}`).join(', ');
  return `${result} (${answers})${near.length === 0 ? '' : `: ${near.join('; ')}`}`;
}

function mismatch({ principalMatch, conditions = [] }: StatementExplain): string {
  const failed = conditions
    .filter(({ matches }) => !matches)
    .map(({ operator, conditionKeyValue, resolvedConditionKeyValue, values }) => {
      const wanted = [values].flat().map(({ value }) => value);
      return `${conditionKeyValue} is ${resolvedConditionKeyValue ?? 'not said'}, ${operator} ${wanted.join(' or ')}`;
    });
  return [...(principalMatch === 'NoMatch' ? ['another principal'] : []), ...failed].join(', ');
}
