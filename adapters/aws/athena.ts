import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AthenaClient,
  type ColumnInfo,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  type QueryExecution,
  type Row,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { Orgs3Error } from '../../core/errors';
import { DATABASE, WORKGROUP } from '../../core/names/names';
import { type Answer, uniqueColumns } from '../../core/query/answer';
import type { Reply } from '../../core/query/ask-regions';
import { athenaCell, athenaType } from '../../core/query/athena-value';
import { athenaFailure } from '../../core/query/athena-failure';
import { type AwsAccess, awsCallError, clientOptions } from './aws';

/** Where one Region's Athena is. */
export interface AthenaSource {
  readonly access: AwsAccess;
  /** Default: those of a Region's tables. */
  readonly engine?: { readonly database: string; readonly workgroup: string };
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly client?: AthenaClient;
  /** Waits between two looks at a query; default: real time. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_WAIT = 100;
const LONGEST_WAIT = 2000;
const WAIT_GROWTH = 1.5;

/**
 * Answers a statement in the Region's workgroup. A query that is no longer wanted (Ctrl-C, a failed call) is stopped, so
 * that it does not go on scanning.
 *
 * @throws Orgs3Error with Athena's reason where the query failed; AwsCallError where a call did
 */
export async function askAthena(sql: string, source: AthenaSource): Promise<Reply> {
  const { access, signal, client = new AthenaClient(clientOptions(access)), sleep = realSleep } = source;
  const { engine = { database: DATABASE, workgroup: WORKGROUP } } = source;
  const query = new AthenaQuery(client, { region: access.region, ...engine }, signal);
  try {
    const id = await query.start(sql);
    const execution = await finished(query, id, (milliseconds) => sleep(milliseconds, signal));
    const failure = athenaFailure(access.region, id, execution.Status ?? {});
    if (failure !== undefined) throw failure;
    const bytesScanned = execution.Statistics?.DataScannedInBytes ?? 0;
    return { answer: await query.results(id), report: { engine: 'athena', bytesScanned, id } };
  } catch (error) {
    if (signal.aborted)
      throw new Orgs3Error(`Interrupted: the query in ${access.region} was stopped.`, { cause: error });
    throw error;
  }
}

const realSleep = (milliseconds: number, signal: AbortSignal) => delay(milliseconds, undefined, { signal });

async function finished(
  query: AthenaQuery,
  id: string,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<QueryExecution> {
  try {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * WAIT_GROWTH, LONGEST_WAIT)) {
      const execution = await query.look(id);
      const state = execution.Status?.State;
      if (state !== 'QUEUED' && state !== 'RUNNING') return execution;
      await sleep(wait);
    }
  } catch (error) {
    await query.stop(id);
    throw error;
  }
}

/** The calls that one query takes, with AWS's errors turned into ours. */
class AthenaQuery {
  constructor(
    private readonly client: AthenaClient,
    private readonly place: { readonly region: string; readonly database: string; readonly workgroup: string },
    private readonly signal: AbortSignal,
  ) {}

  /** The token makes a repeated call start nothing twice. */
  async start(sql: string): Promise<string> {
    const request = new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: this.place.workgroup,
      QueryExecutionContext: { Database: this.place.database },
      ClientRequestToken: randomUUID(),
    });
    return this.called('StartQueryExecution', `workgroup ${this.place.workgroup}`, async () => {
      const { QueryExecutionId } = await this.client.send(request, { abortSignal: this.signal });
      if (QueryExecutionId === undefined) throw new Error('the answer has no QueryExecutionId');
      return QueryExecutionId;
    });
  }

  async look(id: string): Promise<QueryExecution> {
    return this.called('GetQueryExecution', `query ${id}`, async () => {
      const request = new GetQueryExecutionCommand({ QueryExecutionId: id });
      const { QueryExecution } = await this.client.send(request, { abortSignal: this.signal });
      return QueryExecution ?? {};
    });
  }

  async results(id: string): Promise<Answer> {
    return this.called('GetQueryResults', `query ${id}`, async () => {
      let columns: readonly ColumnInfo[] = [];
      const rows: Row[] = [];
      const request = { QueryExecutionId: id };
      for await (const page of paginateGetQueryResults({ client: this.client }, request, {
        abortSignal: this.signal,
      })) {
        columns = page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? columns;
        for (const row of page.ResultSet?.Rows ?? []) rows.push(row);
      }
      return resultOf(columns, rows);
    });
  }

  /** As good as it goes: called when something else has gone wrong already. */
  async stop(id: string): Promise<void> {
    await this.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined);
  }

  private async called<T>(operation: string, resource: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw awsCallError(operation, { region: this.place.region, resource }, error);
    }
  }
}

function resultOf(info: readonly ColumnInfo[], rows: readonly Row[]): Answer {
  const columns = info.map(({ Name = '', Type = '', Precision = 0, Scale = 0 }) => ({
    name: Name,
    type: athenaType({ type: Type, precision: Precision, scale: Scale }),
  }));
  const texts = rows.map(({ Data = [] }) => columns.map((_, index) => Data[index]?.VarCharValue));
  const data = isHeader(columns, texts[0]) ? texts.slice(1) : texts;
  return {
    columns: uniqueColumns(columns),
    rows: data.map((row) => columns.map(({ type }, index) => athenaCell(type, row[index]))),
  };
}

/** A SELECT's first row repeats the column names; statements such as SHOW have no such row. */
const isHeader = (columns: readonly { name: string }[], row: readonly (string | undefined)[] | undefined) =>
  row !== undefined && columns.every(({ name }, index) => row[index] === name);
