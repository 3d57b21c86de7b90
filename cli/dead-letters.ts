import { type Command, Option } from 'commander';
import { deadLetterCalls } from '../adapters/calls/dead-letters';
import { readConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import { requireRegister } from '../core/asset-register/configured-register';
import type { Config } from '../core/config/schema';
import { deadLettersJson } from '../core/dead-letters/dead-letters-json';
import { type EventQueue, regionalQueue, registerQueue } from '../core/dead-letters/event-queue';
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

interface PlaceArguments extends SnapshotArguments {
  readonly region: readonly string[];
  readonly register?: true;
}

interface ListArguments extends PlaceArguments {
  readonly limit: number;
  readonly format: 'table' | 'json';
}

interface RedriveArguments extends PlaceArguments {
  readonly dryRun?: true;
}

/** `orgs3 dead-letters`: the messages that could not be registered after all tries. */
export function addDeadLetters(program: Command, terminal: Terminal): void {
  const group = program
    .command('dead-letters')
    .description('list the reports that could not be registered after all tries, or have them tried again');
  addList(group, terminal);
  addRedrive(group, terminal);
}

/** There is one such queue, so that no Region can be chosen. */
const registerOption = () =>
  new Option('--register', 'the queue of the asset register, in the home Region').conflicts('region');

function addList(group: Command, terminal: Terminal): void {
  group
    .command('list')
    .description(
      'list the messages in the dead-letter queues, and why they are there. SQS has to hand a message out to show it: ' +
        'others do not see it meanwhile, for 30 seconds at most',
    )
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(regionOption())
    .addOption(registerOption())
    .addOption(new Option('--limit <n>', 'the most messages of a Region').argParser(positiveInteger).default(100))
    .addOption(formatOption())
    .action((options: ListArguments) => runAction(terminal, () => runList(options, terminal)));
}

function addRedrive(group: Command, terminal: Terminal): void {
  group
    .command('redrive')
    .description('have SQS move every message back, so that it is tried again; does not wait for that')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(regionOption())
    .addOption(registerOption())
    .option('--dry-run', 'say how many messages there are, and move none')
    .action((options: RedriveArguments) => runAction(terminal, () => runRedrive(options, terminal)));
}

/** Lists the dead letters. What could not be read counts more than what was found: what is told is then not whole. */
async function runList(options: ListArguments, terminal: Terminal): Promise<ExitCode> {
  const { config, queue, regions } = readPlace(options);
  const calls = deadLetterCalls(config, queue);
  const { limit, format } = options;
  const listing = await doLongWork({
    ...{ terminal, calls, what: 'Regions read' },
    interrupted: 'nothing was changed; messages received meanwhile are there again within 30 seconds',
    work: (onProgress) => listDeadLetters({ queue, regions, limit, signal: terminal.signal }, { ...calls, onProgress }),
  });
  if (format === 'json') terminal.out(`${jsonText(deadLettersJson(listing), 2)}\n`);
  else for (const piece of describeDeadLetters(listing, queue, terminal)) terminal.out(piece);
  for (const line of [...describeRest(listing), ...describeFailures(listing.failures, queue)]) terminal.note(line);
  if (listing.failures.length > 0) return EXIT.failed;
  return holdsAny(listing) ? EXIT.differences : EXIT.done;
}

/** Has the dead letters tried again, or says how many there are. */
async function runRedrive(options: RedriveArguments, terminal: Terminal): Promise<ExitCode> {
  const { config, queue, regions } = readPlace(options);
  const calls = deadLetterCalls(config, queue);
  const dryRun = options.dryRun === true;
  const redrive = await doLongWork({
    ...{ terminal, calls, what: 'Regions asked' },
    interrupted: dryRun ? 'nothing was changed' : 'what SQS was asked to move, it moves',
    work: (onProgress) =>
      redriveDeadLetters({ queue, regions, dryRun, signal: terminal.signal }, { ...calls, onProgress }),
  });
  for (const line of describeRedrive(redrive, queue)) terminal.out(`${line}\n`);
  for (const line of describeFailures(redrive.failures, queue)) terminal.note(line);
  return redrive.failures.length > 0 ? EXIT.failed : EXIT.done;
}

interface Place {
  readonly config: Config;
  readonly queue: EventQueue;
  /** Where there is such a queue. */
  readonly regions: readonly string[];
}

function readPlace(options: PlaceArguments): Place {
  const config = readConfig(options.config);
  if (options.register === true) requireRegister(config);
  const { regions: inUse } = selectBuckets(config, readSnapshot(options.organization));
  const regions = regionsToAsk(inUse, options.region);
  if (options.register !== true) return { config, queue: regionalQueue(config), regions };
  return { config, queue: registerQueue(config, regions), regions: [config.destination.homeRegion] };
}

/** Messages that somebody else holds at this moment are there too. */
const holdsAny = ({ regions }: DeadLetterListing): boolean =>
  regions.some(({ count, deadLetters }) => deadLetters.length > 0 || count.hidden > 0);
