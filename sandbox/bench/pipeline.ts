import { GetPartitionsCommand, type GlueClient } from '@aws-sdk/client-glue';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { bundleFunction } from '../../adapters/bundle/function-bundle';
import { DATABASE, HISTORY_TABLE, LATEST_TABLE } from '../../core/names/names';
import { runAction } from '../../cli/action';
import { EXIT } from '../../cli/exit-code';
import { positiveInteger } from '../../cli/options';
import { type Terminal, processTerminal } from '../../cli/terminal';
import { startBaseline } from './baseline';
import { type BundledLambda, startBundledLambda } from './bundled-lambda';
import type { CountingProxy } from './counting-proxy';
import { type EmulatedCollector, startCollector } from './emulated-collector';
import { deliverReports, stampOfDay } from './made-up-reports';
import { type Phase, type PipelineRun, callTable, pipelineFigures } from './pipeline-figures';

/** The batch size of the collector stack's event source mapping. */
const BATCH_SIZE = 100;
/** The number of reports that are registered as the ancestor does. Each takes 15 seconds. */
const BASELINE_REPORTS = 3;

interface Options {
  readonly reports: number;
  readonly days: number;
}

/**
 * Registers the reports of some days, one event a day, and some single reports as the ancestor does; counts every call.
 */
async function main({ reports, days }: Options, terminal: Terminal): Promise<boolean> {
  terminal.note(`Starting the emulator; bundling register-report; ${days} days of ${reports} reports ...`);
  const bundle = await bundleFunction('register-report');
  const collector = await startCollector((line) => terminal.note(line));
  const stops: (() => Promise<void> | void)[] = [() => collector.stop()];
  try {
    const lambda = await startBundledLambda(bundle, { ...collector.lambdaEnvironment });
    stops.unshift(() => lambda.stop());
    const run = await runDays({ collector, lambda, note: (line) => terminal.note(line) }, { reports, days });
    const figures = pipelineFigures(run);
    const [first, next] = run.days;
    const [ancestor] = run.baseline;
    const shown = [first, run.again, next, ancestor].filter((phase) => phase !== undefined);
    terminal.out(`${callTable(shown)}\n${secondsLine('register-report', run.days)}\n`);
    terminal.out(`${secondsLine('the ancestor', run.baseline)}\n${JSON.stringify(figures)}\n`);
    return figures.met;
  } finally {
    for (const stop of stops) await stop();
  }
}

interface Parties {
  readonly collector: EmulatedCollector;
  readonly lambda: BundledLambda;
  readonly note: (line: string) => void;
}

async function runDays({ collector, lambda, note }: Parties, { reports, days }: Options): Promise<PipelineRun> {
  const { s3, glue, place, proxy } = collector;
  const registerOne = await startBaseline(collector);
  const firstDay = await deliverReports(s3, place, reports, stampOfDay(0));
  const done = [await phase('first reports', { lambda, proxy, event: firstDay })];
  const again = await phase('same event again', { lambda, proxy, event: firstDay });
  const baseline: Phase[] = [];
  for (let day = 1; day <= Math.max(days - 1, BASELINE_REPORTS); day += 1) {
    if (day < days) {
      const event = await deliverReports(s3, place, reports, stampOfDay(day));
      done.push(await phase('next day', { lambda, proxy, event }));
    }
    if (day <= BASELINE_REPORTS) {
      note(`Registering one report as the ancestor does, which takes 15 seconds ...`);
      baseline.push(await registerOne(stampOfDay(day)));
    }
  }
  const [history, latest] = [await partitions(glue, HISTORY_TABLE), await partitions(glue, LATEST_TABLE)];
  return { reports, days: done, again, baseline, registered: { history, latest } };
}

const answerSchema = z.object({ batchItemFailures: z.array(z.unknown()) });

interface PhaseInput {
  readonly lambda: BundledLambda;
  readonly proxy: CountingProxy;
  readonly event: unknown;
}

async function phase(name: string, { lambda, proxy, event }: PhaseInput): Promise<Phase> {
  proxy.take();
  const { answer, ms } = await lambda.invoke(event);
  return {
    name,
    seconds: ms / 1000,
    calls: proxy.take(),
    failed: answerSchema.parse(answer).batchItemFailures.length,
  };
}

async function partitions(glue: GlueClient, table: string): Promise<number> {
  let count = 0;
  let NextToken: string | undefined;
  do {
    const page = await glue.send(
      new GetPartitionsCommand({
        DatabaseName: DATABASE,
        TableName: table,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    count += page.Partitions?.length ?? 0;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return count;
}

const secondsLine = (name: string, phases: readonly Phase[]) =>
  `${name}, seconds of each invocation: ${phases.map(({ seconds }) => seconds.toFixed(2)).join(', ')}`;

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000) throw new InvalidArgumentError('allowed: 1 to 10000');
  return value;
}

const terminal = processTerminal();
// Hides the SDK's warning about its next Node version.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
void new Command('bench:pipeline')
  .description(
    'Registers reports with the bundled Lambda and as its ancestor does, against the emulator, and compares time and calls',
  )
  .option('-n, --reports <number>', 'reports in one event', count, BATCH_SIZE)
  .option('--days <number>', 'events of new reports; the median counts', positiveInteger, 5)
  .action((options: Options) =>
    runAction(terminal, async () => ((await main(options, terminal)) ? EXIT.done : EXIT.failed)),
  )
  .parseAsync();
