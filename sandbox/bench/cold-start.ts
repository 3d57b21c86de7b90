import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Orgs3Error } from '../../core/errors';

/** What a process took until a step was done, from its start. */
export interface StepDone {
  /** Of the processor: user and system. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** A bundle in a folder, and what it is told and given. */
export interface ColdStart {
  /** Holds `index.js`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Batches, answered one after the other. */
  readonly events: readonly unknown[];
}

const stepsSchema = z.array(
  z.object({
    cpuMs: z.number(),
    wallMs: z.number(),
    // A message that is given back is no answered batch.
    answer: z.object({ batchItemFailures: z.tuple([]) }).optional(),
  }),
);

/**
 * Runs a Lambda's code in a process of its own.
 *
 * @returns when Node ran its first line, when the bundle was loaded, and when each event was answered
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
