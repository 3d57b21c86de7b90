import { Orgs3Error } from '../errors';

/** A question that is kept in `queries/`, in SQL that both Athena (Trino) and DuckDB understand. */
export interface SavedQuery {
  /** The file's name without `.sql`, e.g. `storage-by-class`. */
  readonly name: string;
  /** One line, for lists of queries. */
  readonly description: string;
  /** One statement, without the comment lines at the file's start and without a semicolon at its end. */
  readonly sql: string;
  /** A DuckDB statement over `answers`, the answers of several Regions below each other; absent where these need none. */
  readonly merge?: string;
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const DESCRIPTION = /^--\s*(?!merge:)(\S.*)$/;
const MERGE = /^--\s*merge:\s*(\S.*)$/;

/**
 * A saved query from its file: `-- <description>` in the first line, perhaps `-- merge: <statement in one line>` in the
 * next comment lines, then the statement.
 *
 * @param name the file's name without `.sql`
 * @throws Orgs3Error where the name, the description or the statement is missing or misshapen
 */
export function parseSavedQuery(name: string, text: string): SavedQuery {
  if (!NAME.test(name)) {
    throw refused(name, 'its name is not made of words in lower case joined by "-"', 'Rename the file.');
  }
  const lines = text.trim().split(/\r?\n/);
  const description = DESCRIPTION.exec(lines[0] ?? '')?.[1]?.trim();
  if (description === undefined) {
    throw refused(name, `it starts with "${lines[0] ?? ''}"`, 'Start it with one line "-- <what the query answers>".');
  }
  const start = lines.findIndex((line) => !line.startsWith('--'));
  const sql = start === -1 ? '' : lines.slice(start).join('\n').trim().replace(/;$/, '').trimEnd();
  if (sql === '')
    throw refused(name, 'no statement follows its comment lines', 'Write one SELECT statement below them.');
  const merge = lines.slice(1, start).flatMap((line) => MERGE.exec(line)?.[1]?.trim() ?? []);
  if (merge.length > 1) throw refused(name, `it has ${merge.length} merge lines`, 'Keep one "-- merge:" line.');
  return { name, description, sql, ...(merge[0] === undefined ? {} : { merge: merge[0] }) };
}

const refused = (name: string, found: string, next: string) =>
  new Orgs3Error(`Saved query ${JSON.stringify(name)} cannot be used: ${found}.`, { next });
