import { type Command, Option } from 'commander';
import { driftCalls } from '../adapters/calls/drift';
import { readConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import { checkOrganization, type Drift } from '../core/drift/check-organization';
import { configurationOf, describeDifference, summarizeDrift } from '../core/drift/describe-difference';
import { type Difference, DIFFERENCE_KINDS, type DifferenceKind, type Unreadable } from '../core/drift/difference';
import { driftJson } from '../core/drift/drift-json';
import { driftMarkdown } from '../core/drift/drift-markdown';
import { jsonText, printable } from '../core/text/printable';
import { runAction } from './action';
import { underAdvice } from './advice';
import { driftJunit } from './drift-junit';
import { EXIT, type ExitCode } from './exit-code';
import { doLongWork } from './long-work';
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
import { renderTabular } from './tabular';
import type { Terminal } from './terminal';

/** The formats of the differences. */
const DRIFT_FORMATS = ['table', 'json', 'markdown', 'junit'] as const;

interface DriftArguments extends SnapshotArguments {
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly kind: readonly DifferenceKind[];
  readonly refresh: boolean;
  readonly concurrency: number;
  readonly format: (typeof DRIFT_FORMATS)[number];
}

/** `orgs3 drift`: compares the configurations of every bucket with those that it ought to have. */
export function addDrift(program: Command, terminal: Terminal): void {
  program
    .command('drift')
    .description('compare the inventory configurations of every bucket with those that it ought to have')
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

/**
 * Compares, and prints the differences. A bucket that could not be read decides the exit code, whichever kinds are shown,
 * because the comparison is then not whole.
 */
async function runDrift(options: DriftArguments, terminal: Terminal): Promise<ExitCode> {
  const { kind: kinds } = options;
  const { differences, buckets } = await compare(options, terminal);
  const shown = differences.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  for (const piece of render(options, { differences: shown, buckets }, terminal)) terminal.out(piece);
  terminal.note(summarizeDrift(shown, buckets.length, kinds));
  if (shown.length < differences.length) terminal.note(`Of other kinds: ${differences.length - shown.length}.`);
  const unreadable = differences.filter((difference) => difference.kind === 'unreadable');
  noteUnreadable(unreadable, terminal);
  if (unreadable.length > 0) return EXIT.failed;
  return shown.length > 0 ? EXIT.differences : EXIT.done;
}

function compare(options: DriftArguments, terminal: Terminal): Promise<Drift> {
  const { account: accounts, region: regions, refresh, concurrency } = options;
  const { signal } = terminal;
  const config = readConfig(options.config);
  const snapshot = readSnapshot(options.organization);
  const calls = driftCalls(config, concurrency);
  return doLongWork({
    terminal,
    calls,
    what: 'buckets read',
    interrupted: 'nothing was changed',
    work: (onProgress) =>
      checkOrganization(
        { config, snapshot, part: { accounts, regions }, refresh, concurrency, signal },
        { ...calls, onProgress },
      ),
  });
}

function render(
  { format, kind: kinds }: DriftArguments,
  { differences, buckets }: Drift,
  terminal: Terminal,
): Iterable<string> {
  switch (format) {
    case 'json':
      return [`${jsonText(driftJson(differences, buckets.length), 2)}\n`];
    case 'markdown':
      return [driftMarkdown(differences, buckets.length, kinds)];
    case 'junit':
      return [driftJunit(differences, buckets)];
    case 'table':
      return differences.length === 0 ? [] : renderTabular('table', answerOf(differences), terminal);
  }
}

const COLUMNS = ['kind', 'account', 'Region', 'bucket', 'configuration', 'what'];

const answerOf = (differences: readonly Difference[]) => ({
  columns: COLUMNS.map((name) => ({ name, type: 'text' as const })),
  rows: differences.map((difference) => [
    difference.kind,
    difference.account,
    difference.region ?? '',
    difference.bucket ?? '',
    configurationOf(difference),
    describeDifference(difference).join('; '),
  ]),
});

function noteUnreadable(unreadable: readonly Unreadable[], terminal: Terminal): void {
  if (unreadable.length === 0) return;
  const buckets = unreadable.reduce((sum, difference) => sum + difference.buckets, 0);
  const left = buckets === 1 ? '1 known bucket is' : `${buckets} known buckets are`;
  terminal.note(`Not everything could be read: ${left} left out of the comparison.`);
  for (const line of underAdvice(unreadable, () => [])) terminal.note(printable(line));
}
