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
import { awsCall, awsPages } from './aws-call';
import { type AwsAccess, clientOptions } from './client-options';

/** One Region's Athena, and the database and workgroup that a query runs in. */
export interface AthenaSource {
  readonly access: AwsAccess;
  /** Default: database and workgroup of a Region's tables. */
  readonly engine?: { readonly database: string; readonly workgroup: string };
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly client?: AthenaClient;
  /** Waits before it asks for a query's state again; default: real time. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_WAIT = 100;
const LONGEST_WAIT = 2000;
const WAIT_GROWTH = 1.5;

/**
 * Runs a statement in the Region's workgroup and returns its answer. After Ctrl-C or a failed call the query is stopped,
 * so that it scans nothing more.
 *
 * @throws Orgs3Error with Athena's reason where the query failed; AwsCallError where a call failed
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

/** The calls that one query takes. All but `stop` throw `AwsCallError`. */
class AthenaQuery {
  constructor(
    private readonly client: AthenaClient,
    private readonly place: { readonly region: string; readonly database: string; readonly workgroup: string },
    private readonly signal: AbortSignal,
  ) {}

  /** Starts the query and returns its id. The token keeps a repeated call from starting a second query. */
  async start(sql: string): Promise<string> {
    const request = new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: this.place.workgroup,
      QueryExecutionContext: { Database: this.place.database },
      ClientRequestToken: randomUUID(),
    });
    return awsCall(this.callOf('StartQueryExecution', `workgroup ${this.place.workgroup}`), async () => {
      const { QueryExecutionId } = await this.client.send(request, { abortSignal: this.signal });
      if (QueryExecutionId === undefined) throw new Error('the answer has no QueryExecutionId');
      return QueryExecutionId;
    });
  }

  async look(id: string): Promise<QueryExecution> {
    const request = new GetQueryExecutionCommand({ QueryExecutionId: id });
    return awsCall(this.callOf('GetQueryExecution', `query ${id}`), async () => {
      const { QueryExecution } = await this.client.send(request, { abortSignal: this.signal });
      return QueryExecution ?? {};
    });
  }

  async results(id: string): Promise<Answer> {
    const options = { abortSignal: this.signal };
    const pages = paginateGetQueryResults({ client: this.client }, { QueryExecutionId: id }, options);
    let columns: readonly ColumnInfo[] = [];
    const rows: Row[] = [];
    for await (const page of awsPages(this.callOf('GetQueryResults', `query ${id}`), pages)) {
      columns = page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? columns;
      for (const row of page.ResultSet?.Rows ?? []) rows.push(row);
    }
    return resultOf(columns, rows);
  }

  /** Stops the query. A refusal is ignored: the error that led here is the one to report. */
  async stop(id: string): Promise<void> {
    await this.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined);
  }

  private callOf(operation: string, resource: string) {
    return { operation, target: { region: this.place.region, resource } };
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

/** Recognizes the first row of a SELECT's answer: it repeats the column names. Statements such as SHOW have no such row. */
const isHeader = (columns: readonly { name: string }[], row: readonly (string | undefined)[] | undefined) =>
  row !== undefined && columns.every(({ name }, index) => row[index] === name);
