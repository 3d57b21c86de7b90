import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { emulatorAt, type Emulator } from './emulator';
import type { SandboxPaths } from './paths';
import { killGroup } from './run-program';

const record = z.object({ endpoint: z.url() });

/** Writes down where the emulator of a sandbox answers, so that another process can find it. */
export const recordSandbox = (paths: SandboxPaths, { endpoint }: Emulator): void =>
  writeFileSync(paths.kept, `${JSON.stringify({ endpoint })}\n`);

/** A sandbox whose emulator answers. */
export interface RunningSandbox {
  readonly endpoint: string;
  /** Of the emulator. */
  readonly processGroup: number;
}

/** The sandbox that an earlier run left up, or that another run is using now; undefined where there is none. */
export async function runningSandbox(paths: SandboxPaths): Promise<RunningSandbox | undefined> {
  if (!existsSync(paths.kept)) return undefined;
  const { endpoint } = record.parse(JSON.parse(readFileSync(paths.kept, 'utf8')));
  const processGroup = await emulatorAt(endpoint);
  return processGroup === undefined ? undefined : { endpoint, processGroup };
}

/** Ends the emulator of a sandbox that is up, and returns when nothing answers any more; returns where it answered. */
export async function stopSandbox(paths: SandboxPaths): Promise<string | undefined> {
  const running = await runningSandbox(paths);
  rmSync(paths.kept, { force: true });
  if (running === undefined) return undefined;
  killGroup({ pid: running.processGroup });
  while ((await emulatorAt(running.endpoint)) !== undefined) await delay(50);
  return running.endpoint;
}
