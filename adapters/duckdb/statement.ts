import { type DuckDBResultReader, StatementType } from '@duckdb/node-api';
import { z } from 'zod';
import { Orgs3Error } from '../../core/errors';
import type { Answer } from '../../core/query/answer';
import { answerOf } from './answer';
import type { DuckdbSession } from './session';

const serialized = z.discriminatedUnion('error', [
  z.looseObject({ error: z.literal(false), statements: z.array(z.unknown()) }),
  z.looseObject({ error: z.literal(true), error_type: z.string(), error_message: z.string() }),
]);

/**
 * Parses a user's statement with DuckDB's own parser; core/query/parse-tree.ts describes the tree.
 *
 * @throws Orgs3Error unless it is one SELECT
 */
export async function parseSelect({ run }: DuckdbSession, sql: string): Promise<unknown> {
  const [row] = await run('SELECT json_serialize_sql($sql::VARCHAR)::VARCHAR', { sql });
  const tree = serialized.parse(JSON.parse(String(row?.[0])));
  if (tree.error) {
    if (tree.error_type === 'not implemented') throw notOneSelect('another kind of statement', sql);
    throw refused(tree.error_message, sql);
  }
  if (tree.statements.length !== 1) throw notOneSelect(`${tree.statements.length} statements`, sql);
  return tree.statements[0];
}

/**
 * Checks names and types of a user's statement without running it.
 *
 * @throws Orgs3Error where DuckDB refuses it, or where it is no SELECT
 */
export async function checkSelect({ connection }: DuckdbSession, sql: string): Promise<void> {
  try {
    const prepared = await connection.prepare(sql);
    const { statementType } = prepared;
    prepared.destroySync();
    if (statementType !== StatementType.SELECT) throw notOneSelect('another kind of statement', sql);
  } catch (error) {
    throw asOurs(error, sql);
  }
}

/**
 * Runs a user's statement that has been checked.
 *
 * @throws Orgs3Error with DuckDB's answer
 */
export async function runSelect({ connection }: DuckdbSession, sql: string): Promise<Answer> {
  let reader: DuckDBResultReader;
  try {
    reader = await connection.runAndReadAll(sql);
  } catch (error) {
    throw asOurs(error, sql);
  }
  return answerOf(reader);
}

const asOurs = (error: unknown, sql: string) =>
  error instanceof Orgs3Error ? error : refused(error instanceof Error ? error.message : String(error), sql, error);

function refused(answer: string, sql: string, cause?: unknown): Orgs3Error {
  if (answer.startsWith('INTERRUPT')) return new Orgs3Error('Interrupted: the query was stopped.', { cause });
  return new Orgs3Error(`DuckDB refused ${quoted(sql)}: ${answer.trimEnd()}`, {
    cause,
    next: 'Correct the statement. DESCRIBE inventory_latest shows the columns.',
  });
}

const notOneSelect = (found: string, sql: string) =>
  new Orgs3Error(`Found ${found} where one SELECT is needed: ${quoted(sql)}.`, {
    next: 'Write one SELECT: a query cannot change anything.',
  });

const quoted = (sql: string) => JSON.stringify(sql.length > 200 ? `${sql.slice(0, 200)}…` : sql);
