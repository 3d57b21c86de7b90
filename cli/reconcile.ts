import { Option, type Command } from 'commander';
import { runAction } from './action';
import { configOption, organizationOption, regionOption, type SnapshotArguments } from './options';
import { runReconcile } from './run-reconcile';
import type { Terminal } from './terminal';

export interface ReconcileArguments extends SnapshotArguments {
  readonly region: readonly string[];
  readonly register?: true;
  readonly dryRun?: true;
  readonly format: 'text' | 'json';
}

/** `orgs3 reconcile`: the tables show what the destination buckets hold. */
export function addReconcile(program: Command, terminal: Terminal): void {
  program
    .command('reconcile')
    .description(
      'bring the tables to where they show what the destination buckets hold: register reports whose event was lost, drop partitions ' +
        'whose reports have expired, show the newest report of each bucket. The Lambda reconcile-catalog does the same every day',
    )
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(regionOption())
    .option(
      '--register',
      'the tables of the asset register, as the Lambda reconcile-register does; --region: the reports of that Region alone',
    )
    .option('--dry-run', 'say what would be done, and do nothing')
    .addOption(
      new Option('-f, --format <format>', 'what stdout gets; json is an object a line')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action((options: ReconcileArguments) => runAction(terminal, () => runReconcile(options, terminal)));
}
