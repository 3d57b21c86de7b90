// Measures a cold start: loads the bundle, answers one batch after the other, and prints the time of each step.
// Plain Node, as in sandbox/lambda-worker.js: only the bundle is loaded. Standard input has one event a line. The last
// line of standard output has, for each step, the milliseconds since the start and the processor time until then.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const steps = [];
const done = (answer) => {
  const { user, system } = process.cpuUsage();
  steps.push({ cpuMs: (user + system) / 1000, wallMs: performance.now(), answer });
};

done();
const { handler } = require(join(process.env.LAMBDA_TASK_ROOT, 'index.js'));
done();
(async () => {
  for (const event of readFileSync(0, 'utf8').split('\n')) done(await handler(JSON.parse(event), {}));
  process.stdout.write(JSON.stringify(steps), () => process.exit(0));
})();
