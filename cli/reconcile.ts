import { type Command, Option } from 'commander';
import { reconcileCalls, assetRegisterReconcileCalls } from '../adapters/calls/reconcile';
import { readConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import { selectBuckets } from '../core/organization/selection';
import { regionsToAsk } from '../core/query/regions';
import { addTotals, type Change, hasChanges, NO_TOTALS, type Totals } from '../core/reconcile/changes';
import { reconcileOrganization, type Reconciliation } from '../core/reconcile/reconcile-organization';
import { changeJson, regionFailureJson, regionJson } from '../core/reconcile/reconciliation-json';
import { jsonText } from '../core/text/printable';
import { runAction } from './action';
import { EXIT, type ExitCode } from './exit-code';
import { doLongWork } from './long-work';
import { configOption, organizationOption, regionOption, type SnapshotArguments } from './options';
import { describeChange, describeProgress, describeReconciled, describeRegionFailures } from './reconcile-text';
import type { Terminal } from './terminal';

interface ReconcileArguments extends SnapshotArguments {
  readonly region: readonly string[];
  readonly register?: true;
  readonly verify?: true;
  readonly dryRun?: true;
  readonly format: 'text' | 'json';
}

/** `orgs3 reconcile`: makes the tables show the reports in the destination buckets. */
export function addReconcile(program: Command, terminal: Terminal): void {
  program
    .command('reconcile')
    .description(
      'make the tables show the reports in the destination buckets: register reports that no table shows, drop partitions ' +
        'whose reports have expired, show the newest report of each bucket. The Lambda reconcile-catalog does the same every day',
    )
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(regionOption())
    .option(
      '--register',
      'reconcile the tables of the asset register, as the Lambda reconcile-register does; with --region, only the reports of that Region',
    )
    .option(
      '--verify',
      'read the manifest of every report that the tables show, and look for its data files; drop reports that are not whole. ' +
        'Two calls per report and one per bucket more: docs/reconcile.md',
    )
    .option('--dry-run', 'show what would be changed; change nothing')
    .addOption(
      new Option('-f, --format <format>', 'format of the output; json: one object a line')
        .choices(['text', 'json'])
        .default('text'),
    )
    .action((options: ReconcileArguments) => runAction(terminal, () => runReconcile(options, terminal)));
}

/**
 * Reconciles, and prints each change when it is made. A failure to read or write decides the exit code before any change
 * does. A report that must not be registered counts as a difference.
 */
async function runReconcile(options: ReconcileArguments, terminal: Terminal): Promise<ExitCode> {
  const config = readConfig(options.config);
  const { regions: inUse } = selectBuckets(config, readSnapshot(options.organization));
  const regions = regionsToAsk(inUse, options.region);
  const dryRun = options.dryRun === true;
  const calls = options.register === true ? assetRegisterReconcileCalls(config) : reconcileCalls(config);
  const told = new Map<string, number>();
  const { regions: done, failures } = await doLongWork({
    terminal,
    calls,
    what: 'Regions reconciled',
    interrupted: dryRun ? 'nothing was changed' : 'changes made so far are kept, and the next run does the rest',
    work: () =>
      reconcileOrganization(
        { config, regions, dryRun, verify: options.verify === true, now: Date.now(), signal: terminal.signal },
        calls.tables,
        {
          onChange: (region, change) => print(options, region, change, terminal),
          onProgress: (region, totals) => noteProgress(told, region, totals, terminal),
        },
      ),
  });
  const all = done.map(({ totals }) => totals).reduce(addTotals, NO_TOTALS);
  tellEnd(options, { regions: done, failures }, terminal);
  if (failures.length > 0 || all.failed > 0) return EXIT.failed;
  return (dryRun ? hasChanges(all) : all.unregistrable > 0) ? EXIT.differences : EXIT.done;
}

function print({ format, dryRun }: ReconcileArguments, region: string, change: Change, terminal: Terminal): void {
  if (format === 'json') return terminal.out(`${jsonText(changeJson(region, change))}\n`);
  for (const line of describeChange(region, change, dryRun === true)) terminal.out(`${line}\n`);
}

/** The number of buckets after which a long run notes its progress. */
const BUCKETS_BETWEEN_NOTES = 1000;

function noteProgress(told: Map<string, number>, region: string, { buckets }: Totals, terminal: Terminal): void {
  if (buckets < (told.get(region) ?? 0) + BUCKETS_BETWEEN_NOTES) return;
  told.set(region, buckets);
  terminal.note(describeProgress(region, buckets));
}

function tellEnd(
  { format, dryRun }: ReconcileArguments,
  { regions, failures }: Reconciliation,
  terminal: Terminal,
): void {
  if (format === 'json') {
    const rows = [...regions.map(regionJson), ...failures.map(regionFailureJson)];
    for (const row of rows) terminal.out(`${jsonText(row)}\n`);
  } else for (const region of regions) terminal.out(`${describeReconciled(region, dryRun === true)}\n`);
  for (const line of describeRegionFailures(failures)) terminal.note(line);
}
