import Table from 'cli-table3';
import { median } from './median';

/** The cost of one invocation. `seconds` are those of the handler alone. */
export interface Phase {
  readonly name: string;
  readonly seconds: number;
  readonly calls: ReadonlyMap<string, number>;
  /** The number of failed messages. */
  readonly failed: number;
}

/** The measurements of one run of the benchmark. */
export interface PipelineRun {
  /** The number of reports in each batch. */
  readonly reports: number;
  /** The batches of new reports, one a day. The first one finds no tables. */
  readonly days: readonly Phase[];
  /** The first day's event, sent a second time. */
  readonly again: Phase;
  /** Single reports, registered as the ancestor does. */
  readonly baseline: readonly Phase[];
  /** The number of partitions in the two tables at the end. */
  readonly registered: { readonly history: number; readonly latest: number };
}

const TARGET_SPEEDUP = 1000;
const PARTITION_WRITES = ['BatchCreatePartition', 'BatchUpdatePartition'];
const TABLE_WRITES = ['CreateTable', 'UpdateTable'];

const sum = (calls: ReadonlyMap<string, number>, operations: readonly string[] = [...calls.keys()]) =>
  operations.reduce((total, operation) => total + (calls.get(operation) ?? 0), 0);
const round = (value: number) => Number(value.toFixed(4));

/** Calculates the figures of a run. Seconds and calls are medians of its days and of the ancestor's reports. */
export function pipelineFigures(run: PipelineRun) {
  const { reports, days, again, baseline } = run;
  const perDay = (value: (phase: Phase) => number) => median(days.map(value));
  const secondsPerReport = perDay(({ seconds }) => seconds) / reports;
  const baselineSecondsPerReport = median(baseline.map(({ seconds }) => seconds));
  const speedup = baselineSecondsPerReport / secondsPerReport;
  return {
    bench: 'pipeline',
    speedup: Math.floor(speedup),
    secondsPerReport: round(secondsPerReport),
    baselineSecondsPerReport: round(baselineSecondsPerReport),
    callsPerReport: round(perDay(({ calls }) => sum(calls)) / reports),
    baselineCallsPerReport: median(baseline.map(({ calls }) => sum(calls))),
    reportsPerSecond: round(1 / secondsPerReport),
    baselineReportsPerSecond: round(1 / baselineSecondsPerReport),
    reports,
    days: days.length,
    s3ReadsPerReport: round(perDay(({ calls }) => sum(calls, ['GetObject'])) / reports),
    partitionWrites: perDay(({ calls }) => sum(calls, PARTITION_WRITES)),
    tableCalls: sum(days[0]?.calls ?? new Map(), ['GetTable', ...TABLE_WRITES]),
    writesWhenRepeated: sum(again.calls, [...PARTITION_WRITES, ...TABLE_WRITES]),
    met: speedup >= TARGET_SPEEDUP && isFrugal(run),
  };
}

/**
 * Tells whether a run made no more calls than necessary: two reads per report, one write per 100 reports and table, and
 * no write for a repeated event. All reports must be registered.
 */
function isFrugal({ reports, days, again, registered }: PipelineRun): boolean {
  const writes = 2 * Math.ceil(reports / 100);
  return (
    [...days, again].every(({ calls, failed }) => failed === 0 && sum(calls, ['GetObject']) <= 2 * reports) &&
    days.every(({ calls }) => sum(calls, PARTITION_WRITES) <= writes) &&
    sum(again.calls, [...PARTITION_WRITES, ...TABLE_WRITES]) === 0 &&
    registered.history === days.length * reports &&
    registered.latest === reports
  );
}

/** A table of the calls by operation and the seconds of each phase. */
export function callTable(phases: readonly Phase[]): string {
  const operations = [...new Set(phases.flatMap(({ calls }) => [...calls.keys()]))].sort();
  const table = new Table({ head: ['calls', ...phases.map(({ name }) => name)], style: { head: [], border: [] } });
  table.push(
    ...operations.map((operation) => [operation, ...phases.map(({ calls }) => calls.get(operation) ?? 0)]),
    ['failed messages', ...phases.map(({ failed }) => failed)],
    ['seconds', ...phases.map(({ seconds }) => seconds.toFixed(2))],
  );
  return table.toString();
}
