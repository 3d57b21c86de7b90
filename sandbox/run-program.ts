import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Orgs3Error } from '../core/errors';
import { atExit } from './at-exit';

/** A program to run. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment; default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** The file that the program's output is appended to. */
  readonly log?: string;
  /** In milliseconds; default: 10 minutes. */
  readonly timeout?: number;
}

/** The exit code and the output of a program. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The text of `stdout` and `stderr`, in the order of writing. */
  readonly output: string;
}

const TEN_MINUTES = 600_000;

/**
 * Runs a program to its end and returns its exit code. It and its children end with this process.
 *
 * @throws Orgs3Error where it cannot be started or does not end in time
 */
export async function runProgram(program: Program): Promise<Finished> {
  const { command, args, cwd, env, log, timeout = TEN_MINUTES } = program;
  const said = { stdout: '', stderr: '', output: '' };
  if (log !== undefined) mkdirSync(dirname(log), { recursive: true });
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const forget = atExit(() => killGroup(child));
  const timer = setTimeout(() => killGroup(child), timeout);
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      said.output += text;
      if (log !== undefined) appendFileSync(log, text);
    });
  }
  try {
    return { code: await ended(child, program), ...said };
  } finally {
    clearTimeout(timer);
    forget();
  }
}

/** Kills a child process and its process group, which it leads. */
export function killGroup(child: Pick<ChildProcess, 'pid'>): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}

function ended(child: ChildProcess, { command, args, timeout = TEN_MINUTES, log }: Program): Promise<number> {
  const line = [command, ...args].join(' ');
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new Orgs3Error(`"${line}" could not be started: ${cause.message}`, { cause })),
    );
    child.once('close', (code, signal) => {
      if (signal === null) return resolve(code ?? 1);
      const where = log === undefined ? {} : { next: `See its output: ${log}` };
      return reject(
        new Orgs3Error(`"${line}" was ended by ${signal} (at most ${timeout / 1000} s are allowed)`, where),
      );
    });
  });
}
