import { Option, type Command } from 'commander';
import { runAction } from './action';
import { configOption, formatOption, organizationOption, positiveInteger, type SnapshotArguments } from './options';
import { runDiscover } from './run-discover';
import type { Terminal } from './terminal';

export interface DiscoverArguments extends SnapshotArguments {
  readonly role?: string;
  readonly concurrency: number;
  readonly prune: boolean;
  readonly existing: boolean;
  readonly directoryBuckets: boolean;
  readonly format: 'table' | 'json';
}

/** `orgs3 discover`: reads the organization and all its buckets, and writes the snapshot that everything else works from. */
export function addDiscover(program: Command, terminal: Terminal): void {
  program
    .command('discover')
    .description('read the organization: accounts, organizational units and buckets')
    .addOption(configOption())
    .addOption(organizationOption())
    .option('--role <name>', 'the role to assume in every account (default: access.roleName of the configuration)')
    .addOption(new Option('--concurrency <n>', 'accounts read at once').argParser(positiveInteger).default(16))
    .option('--prune', 'drop accounts that the organization no longer lists', false)
    .option('--existing', 'also look for inventory configurations that are there already: one call per bucket', false)
    .option('--directory-buckets', 'also look for directory buckets: one call per account and Region', false)
    .addOption(formatOption())
    .action((options: DiscoverArguments) => runAction(terminal, () => runDiscover(options, terminal)));
}
