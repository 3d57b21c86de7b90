import { InvalidArgumentError } from 'commander';

/** Parses an option that counts something. */
export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Allowed: a whole number from 1 to 9999.');
}
