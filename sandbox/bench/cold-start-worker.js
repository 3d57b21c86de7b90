// A Lambda's first moments: loads the bundle, answers one batch after the other, and says when each step was done.
// Plain Node, as sandbox/lambda-worker.js: nothing but the bundle is loaded. The events are lines of standard input; the
// last line of standard output holds, for each step, the process's milliseconds and processor milliseconds until then.
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
