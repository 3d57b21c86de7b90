import Table from 'cli-table3';
import { Command, InvalidArgumentError, Option } from 'commander';
import { runAction } from '../../cli/action';
import { EXIT } from '../../cli/exit-code';
import { positiveInteger } from '../../cli/options';
import { type Terminal, processTerminal } from '../../cli/terminal';
import { type FaultResult, runFaults } from './fault-run';
import { runAssetRegisterFaults } from './asset-register-fault-run';

/** The batch size that the collector stack sets. */
const BATCH_SIZE = 100;

interface Options {
  readonly seed: number;
  readonly reports: number;
  readonly rate: number;
  /** The asset register's mode; without it, a Region's tables are tested. */
  readonly register?: 'reference' | 'copy';
}

async function main({ seed, reports, rate, register }: Options, terminal: Terminal): Promise<boolean> {
  terminal.note(`Seed ${seed}: ${reports} reports; ${rate * 100} % of calls, events and invocations fail ...`);
  const started = performance.now();
  const run = {
    seed,
    reports,
    rate,
    batchSize: BATCH_SIZE,
    note: (line: string) => terminal.note(line),
  };
  const result: FaultResult & { readonly missingFiles?: number } =
    register === undefined ? await runFaults(run) : await runAssetRegisterFaults(run, register);
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  const { delivered, registered, refused, lost, duplicated, wrongLatest } = result;
  const { missingFiles = 0 } = result;
  const met = registered + refused === delivered && lost + duplicated + wrongLatest + missingFiles === 0;
  const faults = [...result.faults.values()].reduce((sum, count) => sum + count, 0);
  terminal.out(`${faultTable(result)}\n${reconcileTable(result, register)}\n`);
  const figures = { delivered, registered, refused, lost, duplicated, wrongLatest, faults, seed, rate, seconds, met };
  const ofAssetRegister = register === undefined ? {} : { register, missingFiles };
  terminal.out(`${JSON.stringify({ bench: 'faults', ...ofAssetRegister, ...figures })}\n`);
  return met;
}

function faultTable({ faults }: FaultResult): string {
  const table = new Table({ head: ['fault', 'count'], style: { head: [], border: [] } });
  table.push(...[...faults].sort(([, a], [, b]) => b - a));
  return table.toString();
}

function reconcileTable(
  { invocations, deadLetters, reconciled, parts }: FaultResult,
  register: Options['register'],
): string {
  const [lambda, reconciler] =
    register === undefined ? ['register-report', 'reconcile-catalog'] : ['register-asset', 'reconcile-register'];
  const table = new Table({ head: ['result', 'count'], style: { head: [], border: [] } });
  table.push(
    [`invocations of ${lambda}`, invocations],
    ['dead letters', deadLetters],
    [`runs of ${reconciler} for its one pass`, parts],
    ['missing reports that it registered', reconciled.recovered],
    ['reports that it refused', reconciled.unregistrable],
    ['current states that it repaired', reconciled.repaired],
    ['failures that it met', reconciled.failed],
  );
  return table.toString();
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 0.5) return value;
  throw new InvalidArgumentError('Allowed: a share from 0 to 0.5.');
}

const terminal = processTerminal();
// Hides the SDK's warning about its next Node version.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
void new Command('bench:faults')
  .description(
    'Sends reports through the pipeline while calls, events and invocations fail, and compares the tables with the delivered reports',
  )
  .option('--seed <number>', 'seed of the random faults', positiveInteger, 1)
  .option('-n, --reports <number>', 'number of reports that S3 delivers', positiveInteger, 10_000)
  .option('--rate <share>', 'share of calls, events and invocations that fail', share, 0.2)
  .addOption(
    new Option(
      '--register <mode>',
      "test the asset register of two Regions in this mode, instead of a Region's tables",
    ).choices(['reference', 'copy']),
  )
  .action((options: Options) =>
    runAction(terminal, async () => ((await main(options, terminal)) ? EXIT.done : EXIT.failed)),
  )
  .parseAsync();
