import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Orgs3Error } from '../../core/errors';

/** The time from the start of a process to the end of a step. */
export interface StepDone {
  /** Processor time: user and system. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** A bundle, its environment and its events. */
export interface ColdStart {
  /** The folder of `index.js`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Batches; the next starts once the last is answered. */
  readonly events: readonly unknown[];
}

const stepsSchema = z.array(
  z.object({
    cpuMs: z.number(),
    wallMs: z.number(),
    // A batch with failed messages does not count as answered.
    answer: z.object({ batchItemFailures: z.tuple([]) }).optional(),
  }),
);

/**
 * Runs a Lambda's code in a process of its own.
 *
 * @returns the times at which Node ran its first line, loaded the bundle, and answered each event
 */
export async function coldStart({ folder, environment, events }: ColdStart): Promise<StepDone[]> {
  const worker = spawn(process.execPath, [join(__dirname, 'cold-start-worker.js')], {
    env: { ...environment, LAMBDA_TASK_ROOT: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  worker.stdin.end(events.map((event) => JSON.stringify(event)).join('\n'));
  const output = await text(worker.stdout);
  const last = output.split('\n').at(-1) ?? '';
  if (last === '') throw new Orgs3Error('The bundled Lambda ended before it answered; its error is above.');
  return stepsSchema.parse(JSON.parse(last));
}
