import { Option, type Command } from 'commander';
import { runAction } from './action';
import {
  configOption,
  formatOption,
  organizationOption,
  positiveInteger,
  regionOption,
  type SnapshotArguments,
} from './options';
import { runList, runRedrive } from './run-dead-letters';
import type { Terminal } from './terminal';

export interface PlaceArguments extends SnapshotArguments {
  readonly region: readonly string[];
  readonly register?: true;
}

export interface ListArguments extends PlaceArguments {
  readonly limit: number;
  readonly format: 'table' | 'json';
}

export interface RedriveArguments extends PlaceArguments {
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
