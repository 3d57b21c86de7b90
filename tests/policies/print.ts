import { evaluate } from './evaluate';
import { samplePolicies } from './organization';
import { sentence } from './scenario';
import { SCENARIOS } from './scenarios';

/** Prints the answer of the policy engine to every scenario, and the reason. */
async function main(): Promise<void> {
  const policies = samplePolicies();
  for (const scenario of SCENARIOS) {
    const { answer, reason } = await evaluate(policies, scenario);
    const unexpected = answer === scenario[4] ? '' : ' NOT AS EXPECTED';
    console.log(`${answer.padEnd(8)} ${sentence(scenario)}${unexpected}\n         ${reason}`);
  }
}

void main();
