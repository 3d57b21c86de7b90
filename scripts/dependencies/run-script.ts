import { errorLines } from '../../core/refusals/error-lines';

/** Ends with the exit code that `main` returns; prints an error that it throws on stderr, and ends with 1. */
export function runScript(main: () => number): void {
  try {
    process.exitCode = main();
  } catch (error) {
    console.error(`error: ${errorLines(error).join('\n')}`);
    process.exitCode = 1;
  }
}
