import type { Command } from 'commander';
import { runAction } from './action';
import {
  accountOption,
  bucketsAtOnceOption,
  configOption,
  formatOption,
  organizationOption,
  regionOption,
  type SnapshotArguments,
} from './options';
import { runAdopt } from './run-adopt';
import type { Terminal } from './terminal';

export interface AdoptArguments extends SnapshotArguments {
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
    .addOption(bucketsAtOnceOption())
    .addOption(formatOption())
    .action((options: AdoptArguments) => runAction(terminal, () => runAdopt(options, terminal)));
}
