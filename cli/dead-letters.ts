import { type Command, Option } from 'commander';
import { deadLetterCalls } from '../adapters/calls/dead-letters';
import { readConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import { requireAssetRegister } from '../core/asset-register/configured-asset-register';
import type { Config } from '../core/config/schema';
import { deadLettersJson } from '../core/dead-letters/dead-letters-json';
import { type EventQueue, regionalQueue, assetQueue } from '../core/dead-letters/event-queue';
import { type DeadLetterListing, listDeadLetters } from '../core/dead-letters/list-dead-letters';
import { redriveDeadLetters } from '../core/dead-letters/redrive';
import { selectBuckets } from '../core/organization/selection';
import { regionsToAsk } from '../core/query/regions';
import { jsonText } from '../core/text/printable';
import { runAction } from './action';
import { describeDeadLetters, describeFailures, describeRedrive, describeRest } from './dead-letters-text';
import { EXIT, type ExitCode } from './exit-code';
import { doLongWork } from './long-work';
import {
  configOption,
  formatOption,
  organizationOption,
  positiveInteger,
  regionOption,
  type SnapshotArguments,
} from './options';
import type { Terminal } from './terminal';

interface QueueArguments extends SnapshotArguments {
  readonly region: readonly string[];
  readonly register?: true;
}

interface ListArguments extends QueueArguments {
  readonly limit: number;
  readonly format: 'table' | 'json';
}

interface RedriveArguments extends QueueArguments {
  readonly dryRun?: true;
}

/** `orgs3 dead-letters`: messages about reports that could not be registered after all retries. */
export function addDeadLetters(program: Command, terminal: Terminal): void {
  const group = program
    .command('dead-letters')
    .description('list the reports that could not be registered after all retries, or try them again');
  addList(group, terminal);
  addRedrive(group, terminal);
}

/** `--register`. There is one such queue, so it excludes `--region`. */
const assetRegisterOption = () =>
  new Option('--register', 'the queue of the asset register, in the home Region').conflicts('region');

function addList(group: Command, terminal: Terminal): void {
  group
    .command('list')
    .description(
      'list the messages in the dead-letter queues, and why they are there. ' +
        'A listed message is hidden from other readers for 30 seconds at most',
    )
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(regionOption())
    .addOption(assetRegisterOption())
    .addOption(
      new Option('--limit <n>', 'list at most this many messages per Region').argParser(positiveInteger).default(100),
    )
    .addOption(formatOption())
    .action((options: ListArguments) => runAction(terminal, () => runList(options, terminal)));
}

function addRedrive(group: Command, terminal: Terminal): void {
  group
    .command('redrive')
    .description('have SQS move every message back to its queue for another try; does not wait for the result')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(regionOption())
    .addOption(assetRegisterOption())
    .option('--dry-run', 'show how many messages there are; move none')
    .action((options: RedriveArguments) => runAction(terminal, () => runRedrive(options, terminal)));
}

/** Lists the dead letters. A Region that could not be read decides the exit code, because the list is then not whole. */
async function runList(options: ListArguments, terminal: Terminal): Promise<ExitCode> {
  const { config, queue, regions } = chooseQueue(options);
  const calls = deadLetterCalls(config, queue);
  const { limit, format } = options;
  const listing = await doLongWork({
    terminal,
    calls,
    what: 'Regions read',
    interrupted: 'nothing was changed; received messages are visible again within 30 seconds',
    work: (onProgress) => listDeadLetters({ queue, regions, limit, signal: terminal.signal }, { ...calls, onProgress }),
  });
  if (format === 'json') terminal.out(`${jsonText(deadLettersJson(listing), 2)}\n`);
  else for (const piece of describeDeadLetters(listing, queue, terminal)) terminal.out(piece);
  for (const line of [...describeRest(listing), ...describeFailures(listing.failures, queue)]) terminal.note(line);
  if (listing.failures.length > 0) return EXIT.failed;
  return holdsAny(listing) ? EXIT.differences : EXIT.done;
}

/** Moves the dead letters back to their queue; with `--dry-run`, only counts them. */
async function runRedrive(options: RedriveArguments, terminal: Terminal): Promise<ExitCode> {
  const { config, queue, regions } = chooseQueue(options);
  const calls = deadLetterCalls(config, queue);
  const dryRun = options.dryRun === true;
  const redrive = await doLongWork({
    terminal,
    calls,
    what: 'Regions asked',
    interrupted: dryRun ? 'nothing was changed' : 'SQS still moves the messages that it was asked to move',
    work: (onProgress) =>
      redriveDeadLetters({ queue, regions, dryRun, signal: terminal.signal }, { ...calls, onProgress }),
  });
  for (const line of describeRedrive(redrive, queue)) terminal.out(`${line}\n`);
  for (const line of describeFailures(redrive.failures, queue)) terminal.note(line);
  return redrive.failures.length > 0 ? EXIT.failed : EXIT.done;
}

interface ChosenQueue {
  readonly config: Config;
  readonly queue: EventQueue;
  /** Regions that have such a queue. */
  readonly regions: readonly string[];
}

function chooseQueue(options: QueueArguments): ChosenQueue {
  const config = readConfig(options.config);
  if (options.register === true) requireAssetRegister(config);
  const { regions: inUse } = selectBuckets(config, readSnapshot(options.organization));
  const regions = regionsToAsk(inUse, options.region);
  if (options.register !== true) return { config, queue: regionalQueue(config), regions };
  return { config, queue: assetQueue(config, regions), regions: [config.destination.homeRegion] };
}

/** True where a queue holds messages, also where another reader has received them just now. */
const holdsAny = ({ regions }: DeadLetterListing): boolean =>
  regions.some(({ count, deadLetters }) => deadLetters.length > 0 || count.hidden > 0);
