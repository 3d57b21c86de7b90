import { InvalidArgumentError, Option, type Command } from 'commander';
import { region } from '../core/config/values';
import { POLICY_NAMES } from '../core/policies/named';
import { runAction } from './action';
import { configOption, organizationOption, type SnapshotArguments } from './options';
import { runPolicy } from './run-policy';
import type { Terminal } from './terminal';

export interface PolicyArguments extends SnapshotArguments {
  readonly region?: string;
  readonly format: 'table' | 'json';
}

/** `orgs3 policy <name>`: any policy as it will be deployed, for review. Calls nothing. */
export function addPolicy(program: Command, terminal: Terminal): void {
  program
    .command('policy')
    .description('print a policy as it will be deployed, for review; calls nothing')
    .argument('<name>', `which: ${POLICY_NAMES.join(', ')}`)
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(
      new Option('--region <region>', 'the Region whose collector is meant')
        .argParser(regionCode)
        .default(undefined, 'the home Region'),
    )
    .addOption(
      new Option('-f, --format <format>', 'what stdout gets: for people, or the document as AWS takes it')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action((name: string, options: PolicyArguments) =>
      runAction(terminal, () => Promise.resolve(runPolicy(name, options, terminal))),
    );
}

function regionCode(text: string): string {
  if (region.safeParse(text).success) return text;
  throw new InvalidArgumentError('Allowed: a Region code such as eu-west-1.');
}
