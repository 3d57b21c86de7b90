import { Command } from 'commander';
import type { Terminal } from '../../cli/terminal';

/** The output of a command, and its exit code. */
export interface CommandRun {
  readonly exitCode: typeof process.exitCode;
  readonly out: string;
  readonly notes: string;
}

/** Runs a command as `orgs3` does, on a terminal that remembers what is written. */
export async function runCommand(
  add: (program: Command, terminal: Terminal) => void,
  args: readonly string[],
  signal: AbortSignal,
): Promise<CommandRun> {
  const out: string[] = [];
  const notes: string[] = [];
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void notes.push(text) });
  add(program, {
    out: (text) => void out.push(text),
    note: (line) => void notes.push(line),
    interactive: false,
    color: false,
    signal,
  });
  await program.parseAsync([...args], { from: 'user' });
  return { exitCode: process.exitCode, out: out.join(''), notes: notes.join('\n') };
}
