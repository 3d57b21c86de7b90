import { InvalidArgumentError, Option } from 'commander';

/** `--account <id>`, as often as wanted. */
export const accountOption = () =>
  new Option('--account <id>', 'only this account; may be repeated')
    .argParser(collecting(/^\d{12}$/, 'an account id of 12 digits'))
    .default([], 'all in scope');

/** `--region <region>`, as often as wanted. */
export const regionOption = () =>
  new Option('--region <region>', 'only this Region; may be repeated')
    .argParser(collecting(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region code such as eu-west-1'))
    .default([], 'all');

const collecting =
  (pattern: RegExp, allowed: string) =>
  (value: string, values: readonly string[]): string[] => {
    if (pattern.test(value)) return [...values, value];
    throw new InvalidArgumentError(`Allowed: ${allowed}.`);
  };
