import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import type { FunctionBundle } from '../../core/deploying/function-bundle';
import { Orgs3Error } from '../../core/errors';
import { atExit } from '../at-exit';

/** A bundled Lambda that runs in a process and an environment of its own. */
export interface BundledLambda {
  /** Calls the handler; returns its answer and the milliseconds that it took. */
  invoke(event: unknown): Promise<Invocation>;
  stop(): void;
}

export interface Invocation {
  readonly answer: unknown;
  readonly ms: number;
}

const TIMEOUT_MS = 300_000;
const said = z.object({
  ready: z.literal(true).optional(),
  answer: z.unknown().optional(),
  error: z.string().optional(),
});

/**
 * Unpacks a bundle into a temporary folder and starts it.
 *
 * @param environment the whole environment of the code
 */
export async function startBundledLambda(
  { zip }: FunctionBundle,
  environment: Record<string, string>,
): Promise<BundledLambda> {
  const folder = mkdtempSync(join(tmpdir(), 'orgs3-lambda-'));
  for (const [name, content] of Object.entries(unzipSync(zip))) writeFileSync(join(folder, name), content);
  const child = fork(join(__dirname, '..', 'lambda-worker.js'), [], {
    cwd: folder,
    env: { ...environment, LAMBDA_TASK_ROOT: folder, _HANDLER: 'index.handler' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const end = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const forget = atExit(end);
  const stop = () => {
    forget();
    end();
  };
  try {
    await nextMessage(child);
  } catch (error) {
    stop();
    throw error;
  }
  return { invoke: (event) => invoke(child, event), stop };
}

async function invoke(child: ChildProcess, event: unknown): Promise<Invocation> {
  const started = performance.now();
  const answered = nextMessage(child);
  child.send({ event, context: { timeoutMs: TIMEOUT_MS } });
  const { answer } = await answered;
  return { answer, ms: performance.now() - started };
}

async function nextMessage(child: ChildProcess): Promise<z.output<typeof said>> {
  const message = await new Promise<unknown>((resolve, reject) => {
    const onExit = () => reject(new Orgs3Error('The bundled Lambda ended before it answered; its error is above.'));
    child.once('exit', onExit);
    child.once('message', (content) => {
      child.off('exit', onExit);
      resolve(content);
    });
  });
  const { error, ...rest } = said.parse(message);
  if (error !== undefined) throw new Orgs3Error(`The bundled Lambda failed: ${error}`);
  return rest;
}
