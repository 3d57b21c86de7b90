import { Orgs3Error } from '../errors';
import type { SavedQuery } from './saved-query';

/** A statement, and the statement that merges the results of several Regions. */
export interface Question {
  readonly sql: string;
  /** A DuckDB statement over the table `answers`. */
  readonly merge?: string | undefined;
}

/** Options of the command line. `merge: false` is `--no-merge`; `true` uses the merge statement of the saved query. */
export interface QuestionOptions {
  readonly sql?: string | undefined;
  readonly saved?: string | undefined;
  readonly merge: string | boolean;
}

/**
 * Selects the statement that the command line asks for. A merge statement of the command line is always used, that of a saved
 * query only for several Regions.
 *
 * @throws Orgs3Error where there is no such saved query, or no statement
 */
export function pickQuestion(options: QuestionOptions, saved: readonly SavedQuery[], regions: number): Question {
  const query = options.saved === undefined ? { sql: options.sql } : savedNamed(options.saved, saved);
  if (query.sql === undefined || query.sql.trim() === '') {
    throw new Orgs3Error('There is no statement to run.', {
      next: "Give a statement with --sql '…', or a saved query with --saved <name>; --list shows them.",
    });
  }
  if (typeof options.merge === 'string') return { sql: query.sql, merge: options.merge };
  const merge = 'merge' in query && options.merge && regions > 1 ? query.merge : undefined;
  return { sql: query.sql, merge };
}

function savedNamed(name: string, saved: readonly SavedQuery[]): SavedQuery {
  const found = saved.find((query) => query.name === name);
  if (found !== undefined) return found;
  throw new Orgs3Error(`There is no saved query "${name}".`, {
    next: `Choose from ${saved.map((query) => query.name).join(', ')}.`,
  });
}
