import { setMaxListeners } from 'node:events';

/** The streams of a command. Data goes to `out` (stdout) alone; notes for a person go to `note` (stderr). */
export interface Terminal {
  /** Writes data to stdout, as it is. */
  out(text: string): void;
  /** Writes one line to stderr. */
  note(line: string): void;
  /** True where stderr is a terminal: progress may be redrawn. */
  readonly interactive: boolean;
  /** Characters in a line of stdout where that is a terminal. */
  readonly columns?: number | undefined;
  /** True where colours are welcome: a terminal, and no `NO_COLOR` (https://no-color.org). */
  readonly color: boolean;
  /** Aborted by Ctrl-C: long work stops, and leaves nothing running. */
  readonly signal: AbortSignal;
}

/** The process's own terminal. The first Ctrl-C aborts `signal`, the second one ends the process. */
export function processTerminal(): Terminal {
  const controller = new AbortController();
  // Every call under way listens, and there are as many as --concurrency says.
  setMaxListeners(0, controller.signal);
  process.once('SIGINT', () => controller.abort(new Error('interrupted')));
  // A reader that closes early (`orgs3 … | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const interactive = process.stderr.isTTY;
  const noColor = (process.env['NO_COLOR'] ?? '') !== '';
  return {
    out: (text) => void process.stdout.write(text),
    note: (line) => void process.stderr.write(`${line}\n`),
    interactive,
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    color: interactive && !noColor,
    signal: controller.signal,
  };
}
