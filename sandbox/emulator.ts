import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Orgs3Error } from '../core/errors';
import { atExit } from './at-exit';
import { sandboxPaths } from './paths';
import { claimPort, HOST } from './ports';
import { findPython } from './python';
import { killGroup } from './run-program';

/** A running emulator of AWS. */
export interface Emulator {
  /** For example `http://127.0.0.1:5600`. */
  readonly endpoint: string;
  readonly port: number;
  /** The id of its process, which leads its process group. */
  readonly pid: number;
  /** The path of its log file. */
  readonly log: string;
  /** Lets the emulator outlive this process, if it was started with `keep`; before, it ends with this process. */
  release(): void;
  /** Stops the emulator, and returns once nothing listens on its port. */
  stop(): Promise<void>;
}

/** Options of a new emulator. */
export interface EmulatorOptions {
  /** Default: a free one. */
  readonly port?: number | undefined;
  /** The account of every access key that the emulator did not hand out; 12 digits. */
  readonly account?: string;
  readonly log?: string;
  /** Lets the emulator outlive this process, after `release()`. */
  readonly keep?: boolean;
  /** Receives a line before each slow step. */
  readonly note?: (line: string) => void;
}

const START_SECONDS = 60;

/**
 * Starts the emulator and returns once it answers.
 *
 * @throws Orgs3Error where the port is in use, no usable Python is found, or the emulator does not start
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { account = '123456789012', log = join(sandboxPaths().logs, 'emulator.log'), keep = false } = options;
  const port = await claimPort(options.port);
  const python = await findPython(options.note);
  const child = spawnServer({ python, port, account, log, keep });
  const forget = atExit(() => killGroup(child));
  const emulator = {
    endpoint: `http://${HOST}:${port}`,
    port,
    pid: child.pid ?? 0,
    log,
    release: () => {
      if (!keep) return;
      forget();
      child.unref();
    },
    stop: async () => {
      forget();
      await stopped(child);
    },
  };
  try {
    await answers(emulator.endpoint, child, log);
  } catch (error) {
    await emulator.stop();
    throw error;
  }
  return emulator;
}

interface Server {
  readonly python: string;
  readonly port: number;
  readonly account: string;
  readonly log: string;
  readonly keep: boolean;
}

function spawnServer({ python, port, account, log, keep }: Server): ChildProcess {
  mkdirSync(dirname(log), { recursive: true });
  const file = openSync(log, 'w');
  const child = spawn(python, [join(__dirname, 'moto_server.py'), '-H', HOST, '-p', String(port)], {
    // The server ends when its standard input closes, which happens even if this process is killed.
    stdio: [keep ? 'ignore' : 'pipe', file, file],
    env: { ...process.env, ORGS3_ACCOUNT_ID: account, MOTO_PORT: String(port), ORGS3_END_WITH_STDIN: keep ? '0' : '1' },
    detached: true,
  });
  closeSync(file);
  return child;
}

async function answers(endpoint: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + START_SECONDS * 1000;
  for (;;) {
    if ((await emulatorAt(endpoint)) !== undefined) return;
    if (child.exitCode !== null || child.signalCode !== null) throw notStarted('it ended at once', log);
    if (Date.now() > deadline) throw notStarted(`no answer within ${START_SECONDS} s`, log);
    await delay(100);
  }
}

const health = z.object({ processGroup: z.int() });

/** The process group of the emulator of ours that answers at an address; `undefined` where there is none. */
export async function emulatorAt(endpoint: string): Promise<number | undefined> {
  try {
    const answer = await fetch(`${endpoint}/moto-api/orgs3/health`, { signal: AbortSignal.timeout(5000) });
    return health.parse(await answer.json()).processGroup;
  } catch {
    return undefined;
  }
}

function notStarted(why: string, log: string): Orgs3Error {
  const written = readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n');
  return new Orgs3Error(`The emulator did not start: ${why}.\n${written}`, { next: `See ${log}` });
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  killGroup(child);
  await end;
}
