import { GetPartitionsCommand, type GlueClient } from '@aws-sdk/client-glue';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { bundleFunction } from '../../adapters/function-bundle';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import { DATABASE, HISTORY_TABLE, LATEST_TABLE, destinationBucketName } from '../../core/inventory/names';
import { runAction } from '../../cli/action';
import { EXIT } from '../../cli/exit-code';
import { type Terminal, processTerminal } from '../../cli/terminal';
import { emulatorClients } from '../clients';
import { startEmulator } from '../emulator';
import { TEST_CREDENTIALS } from '../environment';
import { type BundledLambda, startBundledLambda } from './bundled-lambda';
import { type CountingProxy, startCountingProxy } from './counting-proxy';
import { type ReportPlace, createDestination, deliverReports } from './made-up-reports';

const ACCOUNT = '222222222222';
const REGION = 'eu-west-1';
const place: ReportPlace = {
  bucket: destinationBucketName(REGION, ACCOUNT),
  prefix: 'inventory',
  configurationId: 'organization-inventory',
  region: REGION,
};

/** What one invocation took. `seconds` are those of the handler alone. */
interface Phase {
  readonly name: string;
  readonly seconds: number;
  readonly calls: ReadonlyMap<string, number>;
  /** Messages that the Lambda gave back. */
  readonly failed: number;
}

const answerSchema = z.object({ batchItemFailures: z.array(z.unknown()) });

/** Registers so many reports in one event, then the same again, then those of the next day; counts every call to AWS. */
async function main(reports: number, terminal: Terminal): Promise<boolean> {
  terminal.note(`Starting the emulator; bundling register-report; making ${reports} reports ...`);
  const bundle = await bundleFunction('register-report');
  const emulator = await startEmulator({ account: ACCOUNT, note: (line) => terminal.note(line) });
  const stops: (() => Promise<void> | void)[] = [() => emulator.stop()];
  try {
    const proxy = await startCountingProxy(emulator.endpoint);
    stops.unshift(() => proxy.stop());
    const lambda = await startBundledLambda(bundle, lambdaEnvironment(proxy.endpoint));
    stops.unshift(() => lambda.stop());
    const clients = emulatorClients(emulator.endpoint);
    const [s3, glue] = [clients.s3({ region: REGION }), clients.glue({ region: REGION })];
    await createDestination(s3, glue, place, DATABASE);

    const firstDay = await deliverReports(s3, place, reports, '2026-01-02T01-00Z');
    const first = await phase('first reports', { lambda, proxy, event: firstDay });
    const again = await phase('the same again', { lambda, proxy, event: firstDay });
    const nextDay = await deliverReports(s3, place, reports, '2026-01-03T01-00Z');
    const next = await phase('the next day', { lambda, proxy, event: nextDay });

    const registered: Result['registered'] = {
      history: await partitions(glue, HISTORY_TABLE),
      latest: await partitions(glue, LATEST_TABLE),
    };
    const result = { reports, phases: { first, again, next }, registered };
    terminal.out(`${callTable([first, again, next])}\n${JSON.stringify(summary(result))}\n`);
    return isMet(result);
  } finally {
    for (const stop of stops) await stop();
  }
}

const lambdaEnvironment = (endpoint: string) => ({
  AWS_REGION: REGION,
  AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
  [COLLECTOR_ENVIRONMENT.destinationAccount]: ACCOUNT,
  [COLLECTOR_ENVIRONMENT.destinationBucket]: place.bucket,
  [COLLECTOR_ENVIRONMENT.destinationPrefix]: place.prefix,
  [COLLECTOR_ENVIRONMENT.configurationId]: place.configurationId,
  [COLLECTOR_ENVIRONMENT.database]: DATABASE,
  [COLLECTOR_ENVIRONMENT.endpoint]: endpoint,
});

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

interface Result {
  readonly reports: number;
  readonly phases: Readonly<Record<'first' | 'again' | 'next', Phase>>;
  readonly registered: { readonly history: number; readonly latest: number };
}

const PARTITION_WRITES = ['BatchCreatePartition', 'BatchUpdatePartition'];
const TABLE_WRITES = ['CreateTable', 'UpdateTable'];
const sum = (calls: ReadonlyMap<string, number>, operations: readonly string[] = [...calls.keys()]) =>
  operations.reduce((total, operation) => total + (calls.get(operation) ?? 0), 0);

const summary = (result: Result) => {
  const { reports, phases } = result;
  const { first, again } = phases;
  return {
    bench: 'pipeline',
    secondsPerReport: round(first.seconds / reports),
    callsPerReport: round(sum(first.calls) / reports),
    reports,
    s3ReadsPerReport: round(sum(first.calls, ['GetObject']) / reports),
    partitionWrites: sum(first.calls, PARTITION_WRITES),
    tableCalls: sum(first.calls, ['GetTable', ...TABLE_WRITES]),
    writesWhenRepeated: sum(again.calls, [...PARTITION_WRITES, ...TABLE_WRITES]),
    met: isMet(result),
  };
};

/** Two reads a report; one write for each 100 reports and each of the two tables; nothing written twice; all registered. */
function isMet({ reports, phases: { first, again, next }, registered }: Result): boolean {
  const writes = 2 * Math.ceil(reports / 100);
  const all = [first, again, next];
  return (
    all.every(({ calls, failed }) => failed === 0 && sum(calls, ['GetObject']) <= 2 * reports) &&
    [first, next].every(({ calls }) => sum(calls, PARTITION_WRITES) <= writes) &&
    sum(again.calls, [...PARTITION_WRITES, ...TABLE_WRITES]) === 0 &&
    registered.history === 2 * reports &&
    registered.latest === reports
  );
}

function callTable(phases: readonly Phase[]): string {
  const operations = [...new Set(phases.flatMap(({ calls }) => [...calls.keys()]))].sort();
  const table = new Table({ head: ['calls', ...phases.map(({ name }) => name)], style: { head: [], border: [] } });
  table.push(
    ...operations.map((operation) => [operation, ...phases.map(({ calls }) => calls.get(operation) ?? 0)]),
    ['messages given back', ...phases.map(({ failed }) => failed)],
    ['seconds', ...phases.map(({ seconds }) => seconds.toFixed(2))],
  );
  return table.toString();
}

const round = (value: number) => Number(value.toFixed(4));

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000) throw new InvalidArgumentError('allowed: 1 to 10000');
  return value;
}

const terminal = processTerminal();
void new Command('bench:pipeline')
  .description('Registers reports through the bundled Lambda against the emulator, and counts the calls')
  .option('-n, --reports <number>', 'reports in one event', count, 100)
  .action(({ reports }: { reports: number }) =>
    runAction(terminal, async () => ((await main(reports, terminal)) ? EXIT.done : EXIT.failed)),
  )
  .parseAsync();
