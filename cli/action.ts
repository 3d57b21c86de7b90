import { styleText } from 'node:util';
import { errorLines } from '../core/refusals/error-lines';
import { EXIT, type ExitCode } from './exit-code';
import type { Terminal } from './terminal';

/**
 * Runs a command's work and sets the exit code. An `Orgs3Error` is told in words, with what to do next; anything else is
 * a defect and shows its stack.
 */
export async function runAction(terminal: Terminal, work: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    reportError(terminal, error);
    process.exitCode = EXIT.failed;
  }
}

/** Writes an error to the terminal: what was found, why it cannot work, what to do next. */
export function reportError(terminal: Terminal, error: unknown): void {
  const label = terminal.color ? styleText('red', 'error:', { validateStream: false }) : 'error:';
  const [first = '', ...others] = errorLines(error);
  for (const line of [`${label} ${first}`, ...others]) terminal.note(line);
}
