import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command } from 'commander';
import { bundleFunction, compileFunction } from '../../adapters/bundle/function-bundle';
import { runAction } from '../../cli/action';
import { EXIT } from '../../cli/exit-code';
import { positiveInteger } from '../../cli/options';
import { type Terminal, processTerminal } from '../../cli/terminal';
import { type StepDone, coldStart } from './cold-start';
import { type EmulatedCollector, startCollector } from './emulated-collector';
import { deliverReports, stampOfDay } from './made-up-reports';
import { median } from './median';
import { packageBytes } from './package-bytes';

const TARGET_CPU_MS = 250;
const TARGET_KB = 400;
/** Packages of fewer bytes share one line of the table. */
const SMALL_BYTES = 4000;
/** The steps of a process, in order. The second batch shows the time once everything is warm. */
const STEPS = ['start Node (as node -e 0)', 'load the bundle', 'answer the first batch', '(answer a second batch)'];

interface Options {
  readonly runs: number;
  readonly reports: number;
}

/** Starts the bundled `register-report` in new processes, and measures each one until its first batch is answered. */
async function main({ runs, reports }: Options, terminal: Terminal): Promise<boolean> {
  terminal.note(`Starting the emulator; bundling register-report; ${runs} cold starts ...`);
  const { code, bytesByFile } = await compileFunction('register-report');
  const { zip } = await bundleFunction('register-report');
  const folder = mkdtempSync(join(tmpdir(), 'orgs3-coldstart-'));
  const collector = await startCollector((line) => terminal.note(line));
  try {
    writeFileSync(join(folder, 'index.js'), code);
    const environment = collector.lambdaEnvironment;
    // Only the first run makes the tables, so it does not count.
    await coldStart({ folder, environment, events: await newEvents(collector, reports, 0) });
    const measured: StepDone[][] = [];
    for (let run = 1; run <= runs; run += 1)
      measured.push(await coldStart({ folder, environment, events: await newEvents(collector, reports, run) }));
    terminal.out(`${stepTable(measured)}\n${bytesTable(bytesByFile, code.length)}\n`);
    const figures = { ...timesOf(measured), bundleKB: round(code.length / 1000), zipKB: round(zip.length / 1000) };
    const met = figures.cpuMs <= TARGET_CPU_MS && figures.bundleKB <= TARGET_KB;
    terminal.out(`${JSON.stringify({ bench: 'coldstart', ...figures, reports, runs, met })}\n`);
    return met;
  } finally {
    await collector.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Delivers two batches of new reports. */
const newEvents = async ({ s3, place }: EmulatedCollector, reports: number, run: number) => [
  await deliverReports(s3, place, reports, stampOfDay(2 * run)),
  await deliverReports(s3, place, reports, stampOfDay(2 * run + 1)),
];

/** Medians of all runs: the time to the first answer, and the processor time of each step before it. */
function timesOf(runs: readonly StepDone[][]) {
  const untilAnswer = (key: keyof StepDone) => round(median(runs.map((run) => run[2]?.[key] ?? NaN)));
  const [nodeCpuMs, loadCpuMs, batchCpuMs] = STEPS.map((_, step) => round(stepMedian(runs, step, 'cpuMs')));
  return { cpuMs: untilAnswer('cpuMs'), wallMs: untilAnswer('wallMs'), nodeCpuMs, loadCpuMs, batchCpuMs };
}

const stepMedian = (runs: readonly StepDone[][], step: number, key: keyof StepDone) =>
  median(runs.map((run) => (run[step]?.[key] ?? NaN) - (run[step - 1]?.[key] ?? 0)));

function stepTable(runs: readonly StepDone[][]): string {
  const table = new Table({ head: ['step', 'processor ms', 'ms'], style: { head: [], border: [] } });
  const { cpuMs, wallMs } = timesOf(runs);
  table.push(
    ...STEPS.map((name, step) => [
      name,
      ...(['cpuMs', 'wallMs'] as const).map((key) => round(stepMedian(runs, step, key))),
    ]),
    ['until the first batch is answered', cpuMs, wallMs],
  );
  return table.toString();
}

function bytesTable(bytesByFile: Readonly<Record<string, number>>, total: number): string {
  const table = new Table({ head: ['in the bundle', 'kB', '%'], style: { head: [], border: [] } });
  const packages = packageBytes(bytesByFile);
  const large = packages.filter(({ bytes }) => bytes >= SMALL_BYTES);
  const rest = total - large.reduce((sum, { bytes }) => sum + bytes, 0);
  const lines = [...large, { name: `${packages.length - large.length} smaller packages`, bytes: rest }];
  const row = ({ name, bytes }: { name: string; bytes: number }) => [
    name,
    round(bytes / 1000),
    Math.round((100 * bytes) / total),
  ];
  table.push(...lines.map(row), row({ name: 'all', bytes: total }));
  return table.toString();
}

const round = (value: number) => Number(value.toFixed(1));

const terminal = processTerminal();
void new Command('bench:coldstart')
  .description('Measures the time from the start of the bundled register-report to its first answered batch')
  .option('--runs <number>', 'number of processes; the median counts', positiveInteger, 15)
  .option('-n, --reports <number>', 'reports in a batch', positiveInteger, 10)
  .action((options: Options) =>
    runAction(terminal, async () => ((await main(options, terminal)) ? EXIT.done : EXIT.failed)),
  )
  .parseAsync();
