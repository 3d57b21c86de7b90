import { ConfigError } from '../config/config-error';
import { Orgs3Error } from '../errors';
import { printable } from '../text/printable';

/**
 * An error as lines for a terminal: what was found and why it cannot work, then what to do next. A defect is told with its
 * stack. Its texts may be anybody's: a bar marks what follows a line break in them, so that none passes for a line of ours.
 */
export function errorLines(error: unknown): string[] {
  if (!(error instanceof Orgs3Error))
    return marked(error instanceof Error ? (error.stack ?? error.message) : String(error));
  const { message, next } = error;
  const found = error instanceof ConfigError ? message.split('\n').map(printable) : marked(message);
  return [...found, ...(next === undefined ? [] : [`  next: ${printable(next)}`])];
}

function marked(text: string): string[] {
  const [first = '', ...others] = text.split(/\r?\n/).map(printable);
  return [first, ...others.map((line) => `  | ${line}`)];
}
