import { InvalidArgumentError, Option, type Command } from 'commander';
import { FAIL_ON, type FailOn } from '../core/status/count-buckets';
import { readMoment } from '../core/text/time';
import { runAction } from './action';
import {
  accountOption,
  bucketsAtOnceOption,
  collectingOneOf,
  configOption,
  formatOption,
  organizationOption,
  regionOption,
  type SnapshotArguments,
} from './options';
import { runStatus } from './run-status';
import type { Terminal } from './terminal';

export interface StatusArguments extends SnapshotArguments {
  readonly account: readonly string[];
  readonly region: readonly string[];
  /** Epoch milliseconds. */
  readonly configuredSince?: number;
  readonly failOn: readonly FailOn[];
  readonly concurrency: number;
  readonly format: 'table' | 'json';
}

/** `orgs3 status`: per account and Region, how many buckets are configured, and how old their newest reports are. */
export function addStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .description('show per account and Region which buckets are configured, and which reports are overdue')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(accountOption())
    .addOption(regionOption())
    .addOption(
      new Option(
        '--configured-since <date>',
        'the configurations are no older than this: S3 has 48 hours from then for a first report',
      ).argParser(pastMoment),
    )
    .addOption(
      new Option('--fail-on <what>', `exit 2 where a bucket is so; may be repeated: ${FAIL_ON.join(', ')}`)
        .argParser(collectingOneOf(FAIL_ON))
        .default([], 'nothing'),
    )
    .addOption(bucketsAtOnceOption())
    .addOption(formatOption())
    .action((options: StatusArguments) => runAction(terminal, () => runStatus(options, terminal)));
}

/** A moment to come would let every first report wait. */
function pastMoment(text: string): number {
  const moment = readMoment(text);
  if (moment !== undefined && moment <= Date.now()) return moment;
  throw new InvalidArgumentError(
    'Allowed: a date or date-time that has come, such as 2026-01-31 or 2026-01-31T12:00+01:00 (UTC without a zone).',
  );
}
