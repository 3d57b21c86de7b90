import { Option, type Command } from 'commander';
import { DIFFERENCE_KINDS, type DifferenceKind } from '../core/drift/difference';
import { runAction } from './action';
import {
  accountOption,
  bucketsAtOnceOption,
  collectingOneOf,
  configOption,
  formatOption,
  organizationOption,
  regionOption,
  type SnapshotArguments,
} from './options';
import { runDrift } from './run-drift';
import type { Terminal } from './terminal';

/** How `orgs3 drift` prints what it found. */
export const DRIFT_FORMATS = ['table', 'json', 'markdown', 'junit'] as const;

export interface DriftArguments extends SnapshotArguments {
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
        .argParser(collectingOneOf(DIFFERENCE_KINDS))
        .default([], 'all'),
    )
    .option('--refresh', 'compare the buckets that exist now, not those of the snapshot', false)
    .addOption(bucketsAtOnceOption())
    .addOption(formatOption(DRIFT_FORMATS))
    .action((options: DriftArguments) => runAction(terminal, () => runDrift(options, terminal)));
}
