import {
  AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { mockClient } from 'aws-sdk-client-mock';
import { askAthena } from '../../../adapters/aws/athena';

const athena = mockClient(AthenaClient);
const never = new AbortController().signal;
const column = (Name: string, Type: string): ColumnInfo => ({ Name, Type, Precision: 12, Scale: 2 });
const row = (...cells: (string | null)[]) => ({
  Data: cells.map((cell) => (cell === null ? {} : { VarCharValue: cell })),
});
const state = (State: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED', reason?: string) => ({
  QueryExecution: {
    Status: { State, ...(reason === undefined ? {} : { StateChangeReason: reason }) },
    Statistics: { DataScannedInBytes: 12_345 },
  } satisfies QueryExecution,
});

function ask({ signal = never, sleep = () => Promise.resolve() }: Partial<Parameters<typeof askAthena>[1]> = {}) {
  const client = new AthenaClient({ region: 'eu-west-1' });
  return askAthena('SELECT 1', { access: { region: 'eu-west-1' }, client, signal, sleep });
}

describe('askAthena', () => {
  beforeEach(() => {
    athena.reset();
    athena.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'q-1' });
    athena.on(GetQueryExecutionCommand).resolves(state('SUCCEEDED'));
    athena.on(GetQueryResultsCommand).resolves({
      ResultSet: { ResultSetMetadata: { ColumnInfo: [column('n', 'bigint')] }, Rows: [row('n'), row('1')] },
    });
    athena.on(StopQueryExecutionCommand).resolves({});
  });

  it('starts the statement once in the workgroup and database of the Region', async () => {
    await ask();

    const inputs = athena.commandCalls(StartQueryExecutionCommand).map(({ args: [{ input }] }) => input);
    expect(inputs).toEqual([
      {
        QueryString: 'SELECT 1',
        WorkGroup: 's3-inventory',
        QueryExecutionContext: { Database: 's3_inventory' },
        ClientRequestToken: expect.stringMatching(/^[\w-]{32,128}$/) as string,
      },
    ]);
  });

  it('reads all pages, without the header, each value by its type', async () => {
    const ColumnInfo = [
      column('key', 'varchar'),
      column('size', 'bigint'),
      column('ok', 'boolean'),
      column('share', 'double'),
      column('price', 'decimal'),
      column('at', 'timestamp'),
      column('tags', 'array'),
    ];
    athena
      .on(GetQueryResultsCommand, { NextToken: undefined })
      .resolves({
        NextToken: 'page-2',
        ResultSet: {
          ResultSetMetadata: { ColumnInfo },
          Rows: [
            row('key', 'size', 'ok', 'share', 'price', 'at', 'tags'),
            row('a\nb', '9007199254740993', 'true', '0.5', '1.50', '2026-01-31 00:00:00.000', '[x, y]'),
          ],
        },
      })
      .on(GetQueryResultsCommand, { NextToken: 'page-2' })
      .resolves({
        ResultSet: {
          ResultSetMetadata: { ColumnInfo },
          Rows: [row('', '7', 'false', 'NaN', null, null, null), row('key', null, null, null, null, null, null)],
        },
      });

    const { answer } = await ask();

    expect(answer.columns.map(({ type }) => type)).toEqual([
      'text',
      'integer',
      'boolean',
      'double',
      'decimal(12,2)',
      'timestamp',
      'text',
    ]);
    expect(answer.rows).toEqual([
      ['a\nb', 9007199254740993n, true, 0.5, '1.50', '2026-01-31 00:00:00.000', '[x, y]'],
      ['', 7, false, NaN, null, null, null],
      ['key', null, null, null, null, null, null],
    ]);
  });

  it('keeps the first row of a statement that answers without a header', async () => {
    athena.on(GetQueryResultsCommand).resolves({
      ResultSet: { ResultSetMetadata: { ColumnInfo: [column('tab_name', 'string')] }, Rows: [row('inventory')] },
    });

    expect((await ask()).answer.rows).toEqual([['inventory']]);
  });

  it('says how much was scanned', async () => {
    expect((await ask()).report).toEqual({ engine: 'athena', bytesScanned: 12_345, id: 'q-1' });
  });

  it('looks again after a while, ever longer up to two seconds', async () => {
    const waits: number[] = [];
    const answers = Array.from({ length: 12 }, (_, index) => state(index < 3 ? 'QUEUED' : 'RUNNING'));
    const polls = athena.on(GetQueryExecutionCommand);
    answers.reduce((stub, answer) => stub.resolvesOnce(answer), polls).resolves(state('SUCCEEDED'));

    await ask({ sleep: (milliseconds) => Promise.resolve(void waits.push(milliseconds)) });

    expect(waits).toHaveLength(12);
    expect(waits.slice(0, 3)).toEqual([100, 150, 225]);
    expect(Math.max(...waits)).toBe(2000);
  });

  it.each([
    ['FAILED', 'TABLE_NOT_FOUND: line 1:15: Table does not exist', /failed: TABLE_NOT_FOUND/, /48 hours/],
    ['FAILED', "COLUMN_NOT_FOUND: Column 'sise' cannot be resolved", /failed: COLUMN_NOT_FOUND/, /DESCRIBE/],
    ['FAILED', 'HIVE_CANNOT_OPEN_SPLIT: (Error Code: NoSuchKey)', /NoSuchKey/, /orgs3 reconcile --verify/],
    ['FAILED', 'line 1:1: mismatched input', /failed: line 1:1/, /Correct the statement/],
    ['CANCELLED', 'Query cancelled! : Bytes scanned limit was exceeded', /was cancelled/, /fewer columns/],
  ] as const)('passes on why a query has %s (%s)', async (outcome, reason, message, next) => {
    athena.on(GetQueryExecutionCommand).resolves(state(outcome, reason));

    const failure = ask();
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toMatchObject({ next: expect.stringMatching(next) as string });
    expect(athena.commandCalls(StopQueryExecutionCommand)).toHaveLength(0);
  });

  it('stops the query on Ctrl-C', async () => {
    athena.on(GetQueryExecutionCommand).resolves(state('RUNNING'));
    const controller = new AbortController();
    const sleep = () => {
      controller.abort(new Error('interrupted'));
      return Promise.reject(new Error('aborted'));
    };

    await expect(ask({ signal: controller.signal, sleep })).rejects.toThrow(
      'Interrupted: the query in eu-west-1 was stopped.',
    );
    expect(athena.commandCalls(StopQueryExecutionCommand)[0]?.args[0].input).toEqual({ QueryExecutionId: 'q-1' });
  });

  it('stops the query where it cannot be followed any more', async () => {
    athena.on(GetQueryExecutionCommand).rejects(new Error('no network'));

    await expect(ask()).rejects.toThrow('GetQueryExecution of query q-1 in eu-west-1 failed');
    expect(athena.commandCalls(StopQueryExecutionCommand)).toHaveLength(1);
  });

  it('names the workgroup and the Region where the query cannot be started', async () => {
    athena
      .on(StartQueryExecutionCommand)
      .rejects(Object.assign(new Error('WorkGroup is not found.'), { name: 'InvalidRequestException' }));

    await expect(ask()).rejects.toThrow(
      'StartQueryExecution of workgroup s3-inventory in eu-west-1 failed: InvalidRequestException: WorkGroup is not found.',
    );
  });
});
