import { evaluate } from './evaluate';
import { samplePolicies } from './organization';
import { sentence } from './scenario';
import { SCENARIOS } from './scenarios';

/** Prints what the policy engine says of every scenario, and why. */
async function main(): Promise<void> {
  const policies = samplePolicies();
  for (const scenario of SCENARIOS) {
    const { answer, reason } = await evaluate(policies, scenario);
    const unexpected = answer === scenario[4] ? '' : ' NOT AS EXPECTED';
    console.log(`${answer.padEnd(8)} ${sentence(scenario)}${unexpected}\n         ${reason}`);
  }
}

void main();
