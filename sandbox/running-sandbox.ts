import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { emulatorAt, type Emulator } from './emulator';
import type { SandboxPaths } from './paths';
import { killGroup } from './run-program';

const record = z.object({ endpoint: z.url() });

/** Records the address of a sandbox's emulator, so that another process finds it. */
export const recordSandbox = (paths: SandboxPaths, { endpoint }: Emulator): void =>
  writeFileSync(paths.kept, `${JSON.stringify({ endpoint })}\n`);

/** A sandbox whose emulator answers. */
export interface RunningSandbox {
  readonly endpoint: string;
  /** The process group of the emulator. */
  readonly processGroup: number;
}

/** The sandbox that is running, of an earlier run or another process; `undefined` where there is none. */
export async function runningSandbox(paths: SandboxPaths): Promise<RunningSandbox | undefined> {
  if (!existsSync(paths.kept)) return undefined;
  const { endpoint } = record.parse(JSON.parse(readFileSync(paths.kept, 'utf8')));
  const processGroup = await emulatorAt(endpoint);
  return processGroup === undefined ? undefined : { endpoint, processGroup };
}

/** Stops the emulator of a running sandbox, and returns its address once nothing answers there. */
export async function stopSandbox(paths: SandboxPaths): Promise<string | undefined> {
  const running = await runningSandbox(paths);
  rmSync(paths.kept, { force: true });
  if (running === undefined) return undefined;
  killGroup({ pid: running.processGroup });
  while ((await emulatorAt(running.endpoint)) !== undefined) await delay(50);
  return running.endpoint;
}
