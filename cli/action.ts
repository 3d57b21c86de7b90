import { styleText } from 'node:util';
import { errorLines } from '../core/refusals/error-lines';
import { EXIT, type ExitCode } from './exit-code';
import type { Terminal } from './terminal';

/**
 * Runs a command's work and sets the exit code. An `Orgs3Error` is shown with its advice; any other error is a defect and
 * is shown with its stack.
 */
export async function runAction(terminal: Terminal, work: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    reportError(terminal, error);
    process.exitCode = EXIT.failed;
  }
}

/** Writes an error to the terminal: the finding and its reason, then the advice. */
export function reportError(terminal: Terminal, error: unknown): void {
  const label = terminal.color ? styleText('red', 'error:', { validateStream: false }) : 'error:';
  const [first = '', ...others] = errorLines(error);
  for (const line of [`${label} ${first}`, ...others]) terminal.note(line);
}
