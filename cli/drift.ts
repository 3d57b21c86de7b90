import { InvalidArgumentError, Option, type Command } from 'commander';
import { DIFFERENCE_KINDS, type DifferenceKind } from '../core/drift/difference';
import { runAction } from './action';
import { positiveInteger } from './number-option';
import { configOption, organizationOption } from './options';
import { accountOption, regionOption } from './part-options';
import { runDrift } from './run-drift';
import type { Terminal } from './terminal';

/** How `orgs3 drift` prints what it found. */
export const DRIFT_FORMATS = ['table', 'json', 'markdown', 'junit'] as const;

export interface DriftArguments {
  readonly config: string;
  readonly organization: string;
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly kind: readonly DifferenceKind[];
  readonly refresh: boolean;
  readonly concurrency: number;
  readonly format: (typeof DRIFT_FORMATS)[number];
}

/** `orgs3 drift`: every bucket's configurations as they are, next to what they ought to be. */
export function addDrift(program: Command, terminal: Terminal): void {
  program
    .command('drift')
    .description('compare the inventory configurations of every bucket with what they ought to be')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(accountOption())
    .addOption(regionOption())
    .addOption(
      new Option('--kind <kind>', `show only this kind; may be repeated: ${DIFFERENCE_KINDS.join(', ')}`)
        .argParser(collectKind)
        .default([], 'all'),
    )
    .option('--refresh', 'compare the buckets that exist now, not those of the snapshot', false)
    .addOption(new Option('--concurrency <n>', 'buckets read at once').argParser(positiveInteger).default(64))
    .addOption(new Option('-f, --format <format>', 'what stdout gets').choices(DRIFT_FORMATS).default('table'))
    .action((options: DriftArguments) => runAction(terminal, () => runDrift(options, terminal)));
}

function collectKind(text: string, kinds: readonly DifferenceKind[]): DifferenceKind[] {
  const kind = DIFFERENCE_KINDS.find((candidate) => candidate === text);
  if (kind !== undefined) return [...kinds, kind];
  throw new InvalidArgumentError(`Allowed: ${DIFFERENCE_KINDS.join(', ')}.`);
}
