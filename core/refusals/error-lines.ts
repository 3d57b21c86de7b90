import { ConfigError } from '../config/config-error';
import { Orgs3Error } from '../errors';
import { printable } from '../text/printable';

/**
 * An error as lines for a terminal: the message, then the line `next:`. A defect is printed with its stack. Texts of an error may come
 * from anybody: after a line break in them, a bar marks each line, so that none of them looks like a line of ours.
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
