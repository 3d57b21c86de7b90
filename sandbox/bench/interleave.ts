import Table from 'cli-table3';
import { Command } from 'commander';
import { runAction } from '../../cli/action';
import { EXIT } from '../../cli/exit-code';
import { positiveInteger } from '../../cli/options';
import { processTerminal, type Terminal } from '../../cli/terminal';
import { runInterleaving } from './interleave-run';

interface Options {
  readonly seed: number;
  readonly runs: number;
}

/** Number of runs between two notes on the progress. */
const TELL_EVERY = 2000;

async function main({ seed, runs }: Options, terminal: Terminal): Promise<boolean> {
  terminal.note(`Seed ${seed}: ${runs} interleavings of the four Lambdas ...`);
  const started = performance.now();
  let [wrong, lost, twice, calls] = [0, 0, 0, 0];
  const failed: string[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const name = `${seed}.${run}`;
    const found = await runInterleaving(name);
    wrong += found.wrong;
    lost += found.lost;
    twice += found.twice;
    calls += found.calls;
    if (found.wrong + found.lost + found.twice > 0) failed.push(name);
    if (run % TELL_EVERY === 0) terminal.note(`${run} of ${runs}`);
  }
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  const table = new Table({ head: ['after all interleavings', ''], style: { head: [], border: [] } });
  table.push(
    ['calls to S3 and Glue', calls],
    ['places that show the wrong report', wrong],
    ['reports that no table shows', lost],
    ['places that two tables show', twice],
    ['first seeds that failed', failed.slice(0, 5).join(', ') || 'none'],
  );
  const met = wrong + lost + twice === 0;
  terminal.out(`${table.toString()}\n`);
  terminal.out(`${JSON.stringify({ bench: 'interleave', runs, calls, wrong, lost, twice, seed, seconds, met })}\n`);
  return met;
}

const terminal = processTerminal();
void new Command('bench:interleave')
  .description(
    'Runs register-report, register-asset and both reconciliations at once, in random orders, and checks the tables',
  )
  .option('--seed <number>', 'decides the orders', positiveInteger, 1)
  .option('-n, --runs <number>', 'number of interleavings', positiveInteger, 20_000)
  .action((options: Options) =>
    runAction(terminal, async () => ((await main(options, terminal)) ? EXIT.done : EXIT.failed)),
  )
  .parseAsync();
