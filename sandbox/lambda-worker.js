// Plays the Lambda runtime in a container: loads a handler once, then calls it for each event.
// Plain Node, because the environment is that of a function: it has no loader and no path to this project.
const { join } = require('node:path');

const [file, name] = process.env._HANDLER.split('.');
const loaded = require(join(process.env.LAMBDA_TASK_ROOT, file));

process.on('message', async ({ event, context }) => {
  const deadline = Date.now() + context.timeoutMs;
  const full = { ...context, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
  try {
    process.send({ answer: (await loaded[name](event, full)) ?? null });
  } catch (error) {
    process.send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.send({ ready: true });
