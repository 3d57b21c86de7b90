import type { Command } from 'commander';
import { runAction } from './action';
import { configOption, formatOption, organizationOption, regionOption, type SnapshotArguments } from './options';
import { runPublish } from './run-publish';
import { TABULAR_FORMATS, type TabularFormat } from './tabular';
import type { Terminal } from './terminal';

export interface PublishArguments extends SnapshotArguments {
  readonly region: readonly string[];
  readonly format: TabularFormat;
}

/** `orgs3 publish`: the table `buckets` of every Region in use, written from the snapshot. */
export function addPublish(program: Command, terminal: Terminal): void {
  program
    .command('publish')
    .description('write the table "buckets" (accounts, organizational units, tags) for questions by team')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(regionOption())
    .addOption(formatOption(TABULAR_FORMATS))
    .action((options: PublishArguments) => runAction(terminal, () => runPublish(options, terminal)));
}
