import { InvalidArgumentError, Option } from 'commander';
import { REGION } from '../core/names/regions';

/** Arguments of every verb that reads the configuration and the snapshot. */
export interface SnapshotArguments {
  readonly config: string;
  readonly organization: string;
}

/** `--config <file>`: the same file for every verb. */
export const configOption = () =>
  new Option('-c, --config <file>', 'the configuration file').default('inventory.yaml').env('ORGS3_CONFIG');

/** `--organization <folder>`: the folder of the snapshot. */
export const organizationOption = () =>
  new Option('-o, --organization <folder>', 'the folder of the snapshot that discover writes')
    .default('organization')
    .env('ORGS3_ORGANIZATION');

/** `--account <id>`, as often as wanted. */
export const accountOption = () =>
  new Option('--account <id>', 'only this account; may be repeated')
    .argParser(collecting(/^\d{12}$/, 'an account id of 12 digits'))
    .default([], 'all in scope');

/** `--region <region>`, as often as wanted. */
export const regionOption = () =>
  new Option('--region <region>', 'only this Region; may be repeated')
    .argParser(collecting(REGION, 'a Region code such as eu-west-1'))
    .default([], 'all');

/** `--concurrency <n>` of a verb that reads buckets. */
export const bucketsAtOnceOption = () =>
  new Option('--concurrency <n>', 'buckets read at once').argParser(positiveInteger).default(64);

/** `--format <format>`; the first of the formats is the default. */
export const formatOption = (formats: readonly [string, ...string[]] = ['table', 'json']) =>
  new Option('-f, --format <format>', 'format of the output').choices(formats).default(formats[0]);

/** Parses a whole number from 1 to 9999. */
export function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Allowed: a whole number from 1 to 9999.');
}

/** A parser of an option that takes one of these values and may be repeated. */
export const collectingOneOf =
  <Value extends string>(allowed: readonly Value[]) =>
  (text: string, values: readonly Value[]): Value[] => {
    const value = allowed.find((candidate) => candidate === text);
    if (value !== undefined) return [...values, value];
    throw new InvalidArgumentError(`Allowed: ${allowed.join(', ')}.`);
  };

const collecting =
  (pattern: RegExp, allowed: string) =>
  (value: string, values: readonly string[]): string[] => {
    if (pattern.test(value)) return [...values, value];
    throw new InvalidArgumentError(`Allowed: ${allowed}.`);
  };
