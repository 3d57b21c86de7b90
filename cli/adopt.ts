import { Option, type Command } from 'commander';
import { runAction } from './action';
import { positiveInteger } from './number-option';
import { configOption, organizationOption } from './options';
import { accountOption, regionOption } from './part-options';
import { runAdopt } from './run-adopt';
import type { Terminal } from './terminal';

export interface AdoptArguments {
  readonly config: string;
  readonly organization: string;
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly concurrency: number;
  readonly format: 'table' | 'json';
}

/** `orgs3 adopt`: has Terraform import the inventory configurations that are there already under our ids. */
export function addAdopt(program: Command, terminal: Terminal): void {
  program
    .command('adopt')
    .description('find inventory configurations that exist already under our ids, and have Terraform import them')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(accountOption())
    .addOption(regionOption())
    .addOption(new Option('--concurrency <n>', 'buckets read at once').argParser(positiveInteger).default(64))
    .addOption(new Option('-f, --format <format>', 'what stdout gets').choices(['table', 'json']).default('table'))
    .action((options: AdoptArguments) => runAction(terminal, () => runAdopt(options, terminal)));
}
