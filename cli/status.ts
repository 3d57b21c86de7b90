import { type Command, InvalidArgumentError, Option } from 'commander';
import { statusCalls } from '../adapters/calls/status';
import { readConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import { checkStatus, type Status } from '../core/status/check-status';
import { conditionsMet, countBuckets, FAIL_ON, type FailOn } from '../core/status/count-buckets';
import { statusJson } from '../core/status/status-json';
import { jsonText } from '../core/text/printable';
import { readMoment } from '../core/text/time';
import { runAction } from './action';
import { EXIT, type ExitCode } from './exit-code';
import { doLongWork } from './long-work';
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
import { describeStatus, describeTrouble } from './status-text';
import type { Terminal } from './terminal';

interface StatusArguments extends SnapshotArguments {
  readonly account: readonly string[];
  readonly region: readonly string[];
  /** Epoch milliseconds. */
  readonly configuredSince?: number;
  readonly checkFiles?: true;
  readonly failOn: readonly FailOn[];
  readonly concurrency: number;
  readonly format: 'table' | 'json';
}

/** `orgs3 status`: prints per account and Region the number of configured buckets and the age of their newest reports. */
export function addStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .description('show per account and Region how many buckets are configured, and which reports are overdue')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(accountOption())
    .addOption(regionOption())
    .addOption(
      new Option(
        '--configured-since <date>',
        'no configuration is older than this: S3 gets 48 hours from then for the first report',
      ).argParser(pastMoment),
    )
    .option(
      '--check-files',
      'look whether the newest report of each bucket still has its manifest and its symlink.txt: two calls per bucket more',
    )
    .addOption(
      new Option(
        '--fail-on <what>',
        `exit with 2 if a bucket is in this state; may be repeated: ${FAIL_ON.join(', ')} (as with --check-files)`,
      )
        .argParser(collectingOneOf(FAIL_ON))
        .default([], 'nothing'),
    )
    .addOption(bucketsAtOnceOption())
    .addOption(formatOption())
    .action((options: StatusArguments) => runAction(terminal, () => runStatus(options, terminal)));
}

/** Parses a moment in the past. With a later one, no first report would ever be overdue. */
function pastMoment(text: string): number {
  const moment = readMoment(text);
  if (moment !== undefined && moment <= Date.now()) return moment;
  throw new InvalidArgumentError(
    'Allowed: a date or date-time that has come, such as 2026-01-31 or 2026-01-31T12:00+01:00 (UTC without a zone).',
  );
}

/**
 * Reads, and prints the status of the inventory. A bucket that could not be read decides the exit code before `--fail-on` does,
 * because the status is then not whole.
 */
async function runStatus(options: StatusArguments, terminal: Terminal): Promise<ExitCode> {
  const status = await readStatus(options, terminal);
  if (options.format === 'json') terminal.out(`${jsonText(statusJson(status), 2)}\n`);
  else for (const piece of describeStatus(status, terminal)) terminal.out(piece);
  const trouble = describeTrouble(status);
  for (const line of trouble) terminal.note(line);
  const met = conditionsMet(countBuckets(status.buckets), options.failOn);
  if (met.length > 0) {
    terminal.note(`--fail-on: ${met.map(([condition, count]) => `${count} ${condition}`).join(', ')}`);
  }
  if (trouble.length > 0) return EXIT.failed;
  return met.length > 0 ? EXIT.differences : EXIT.done;
}

function readStatus(options: StatusArguments, terminal: Terminal): Promise<Status> {
  const { account: accounts, region: regions, configuredSince, concurrency } = options;
  const files = options.checkFiles === true || options.failOn.includes('not-whole');
  const { signal } = terminal;
  const config = readConfig(options.config);
  const snapshot = readSnapshot(options.organization);
  const calls = statusCalls(config, concurrency);
  return doLongWork({
    terminal,
    calls,
    what: 'buckets read',
    interrupted: 'nothing was changed',
    work: (onProgress) =>
      checkStatus(
        { config, snapshot, part: { accounts, regions }, concurrency, configuredSince, files, now: Date.now(), signal },
        { ...calls, onProgress },
      ),
  });
}
