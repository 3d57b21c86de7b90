import type { Answer, AnswerType } from '../../core/query/answer';
import { quoteName, withDuckdb } from './session';
import { checkSelect, parseSelect, runSelect } from './statement';

/** The table that a merge statement reads. */
const ANSWERS_TABLE = 'answers';

/**
 * Checks that a merge statement is one SELECT, before any query is run for it.
 *
 * @throws Orgs3Error where it is not
 */
export async function checkMerge(sql: string, signal: AbortSignal): Promise<void> {
  await withDuckdb({ signal }, (session) => parseSelect(session, sql));
}

/**
 * Runs a statement over a joined answer as the table `answers`.
 *
 * @throws Orgs3Error where the statement is not one SELECT, or DuckDB refuses it
 */
export async function mergeAnswer(sql: string, answer: Answer, signal: AbortSignal): Promise<Answer> {
  return withDuckdb({ signal }, async (session) => {
    await parseSelect(session, sql);
    const { columns, rows } = answer;
    const texts = columns.map((_, index) => `c${index} VARCHAR`);
    await session.run(`CREATE TABLE texts (${texts.join(', ')})`);
    const appender = await session.connection.createAppender('texts', 's3_inventory', 'awsdatacatalog');
    for (const row of rows) {
      for (const cell of row) {
        if (cell === null) appender.appendNull();
        else appender.appendVarchar(String(cell));
      }
      appender.endRow();
    }
    appender.closeSync();
    const casts = columns.map(
      ({ name, type }, index) => `CAST(c${index} AS ${duckdbType(type)}) AS ${quoteName(name)}`,
    );
    await session.run(`CREATE TABLE ${ANSWERS_TABLE} AS SELECT ${casts.join(', ')} FROM texts`);
    await session.run('DROP TABLE texts');
    await checkSelect(session, sql);
    return runSelect(session, sql);
  });
}

/** DuckDB's type for a column. Integers get 128 bits: a sum over several Regions may exceed 64. */
function duckdbType(type: AnswerType): string {
  if (type === 'integer') return 'HUGEINT';
  return type === 'text' ? 'VARCHAR' : type.toUpperCase();
}
