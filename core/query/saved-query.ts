import { Orgs3Error } from '../errors';

/** A query from the folder `queries/`, in SQL that both Athena (Trino) and DuckDB run. */
export interface SavedQuery {
  /** The file's name without `.sql`, e.g. `storage-by-class`. */
  readonly name: string;
  /** Description in one line, for lists of queries. */
  readonly description: string;
  /** One statement, without the leading comment lines and without a semicolon at its end. */
  readonly sql: string;
  /** A DuckDB statement over `answers`, the joined results of several Regions; absent where the joined results need no merging. */
  readonly merge?: string;
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const DESCRIPTION = /^--\s*(?!merge:)(\S.*)$/;
const MERGE = /^--\s*merge:\s*(\S.*)$/;

/**
 * Parses the file of a saved query: `-- <description>` in the first line, optionally `-- merge: <statement in one line>` in the
 * next comment lines, then the statement.
 *
 * @param name the file's name without `.sql`
 * @throws Orgs3Error where the name, the description or the statement is missing or malformed
 */
export function parseSavedQuery(name: string, text: string): SavedQuery {
  if (!NAME.test(name)) {
    throw refused(name, 'its name does not consist of lower-case words joined by "-"', 'Rename the file.');
  }
  const lines = text.trim().split(/\r?\n/);
  const description = DESCRIPTION.exec(lines[0] ?? '')?.[1]?.trim();
  if (description === undefined) {
    throw refused(name, `it starts with "${lines[0] ?? ''}"`, 'Start it with a line "-- <description>".');
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
