import { evaluate } from './evaluate';
import { defaultPolicies, samplePolicies, sovereignPolicies } from './organization';
import { sentence, type Scenario } from './scenario';
import { SCENARIOS, SCENARIOS_BY_DEFAULT } from './scenarios';
import { SOVEREIGN_SCENARIOS } from './sovereign-scenarios';

const named = (scenarios: readonly Scenario[]) =>
  scenarios.map((scenario) => ({ what: sentence(scenario), expected: scenario[4], scenario }));

describe('by a policy engine, over the synthesized policies,', () => {
  const policies = samplePolicies();

  it.each(named(SCENARIOS))('$what: $expected', async ({ scenario, expected }) => {
    const { answer, reason } = await evaluate(policies, scenario);

    expect(`${answer}: ${reason}`).toMatch(new RegExp(`^${expected}: `));
  });

  it('every scenario is told once', () => {
    const sentences = SCENARIOS.map(sentence);

    expect(sentences.filter((each, index) => sentences.indexOf(each) !== index)).toEqual([]);
  });
});

describe('where the configuration names nobody who may assume the source role,', () => {
  const policies = defaultPolicies();

  it.each(named(SCENARIOS_BY_DEFAULT))('$what: $expected', async ({ scenario, expected }) => {
    const { answer, reason } = await evaluate(policies, scenario);

    expect(`${answer}: ${reason}`).toMatch(new RegExp(`^${expected}: `));
  });
});

describe('in the European Sovereign Cloud,', () => {
  const policies = sovereignPolicies();

  it.each(named(SOVEREIGN_SCENARIOS))('$what: $expected', async ({ scenario, expected }) => {
    const { answer, reason } = await evaluate(policies, scenario);

    expect(`${answer}: ${reason}`).toMatch(new RegExp(`^${expected}: `));
  });
});
