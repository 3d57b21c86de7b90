import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { DATABASE } from '../../core/names/names';

/** A DuckDB in memory. It reads the files of its folder alone, and reaches no network and no extension. */
export interface DuckdbSession {
  readonly connection: DuckDBConnection;
  /** Runs a statement that this project wrote, and returns its rows. */
  readonly run: (sql: string, values?: Record<string, DuckDBValue>) => Promise<DuckDBValue[][]>;
}

/** The folder and the end of a session. */
export interface SessionOptions {
  /** The only folder whose files can be read; default: none. */
  readonly folder?: string;
  /** Name of the Glue database that statements read; default: that of a Region's tables. */
  readonly database?: string | undefined;
  /** Interrupts the running statement when aborted. */
  readonly signal: AbortSignal;
}

/**
 * Opens a session, hands it to `work` and closes it at the end, also after an error. Its settings give SQL the same meaning
 * as in Athena: UTC, `7 / 2 = 3`, `element_at` of a map, `url_decode` of a key, `from_iso8601_timestamp`, and the names
 * `s3_inventory.…` and `awsdatacatalog.s3_inventory.…`.
 */
export async function withDuckdb<T>(options: SessionOptions, work: (session: DuckdbSession) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: options.folder === undefined ? '' : `${options.folder}/spill`,
  });
  const connection = await instance.connect();
  const stopInterrupting = interruptWhenAborted(connection, options.signal);
  try {
    for (const statement of settings(options)) await connection.run(statement);
    const run = async (sql: string, values?: Record<string, DuckDBValue>) =>
      (await connection.runAndReadAll(sql, values)).getRows();
    return await work({ connection, run });
  } finally {
    stopInterrupting();
    connection.closeSync();
    instance.closeSync();
  }
}

/** Interrupts repeatedly: DuckDB forgets an interrupt that comes just before a statement begins. */
function interruptWhenAborted(connection: DuckDBConnection, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const start = () => (timer = setInterval(() => connection.interrupt(), 50));
  if (signal.aborted) start();
  else signal.addEventListener('abort', start, { once: true });
  return () => {
    clearInterval(timer);
    signal.removeEventListener('abort', start);
  };
}

/** The statements that configure a session. The last three keep a user's statement away from all other files. */
const settings = ({ folder, database = DATABASE }: Pick<SessionOptions, 'folder' | 'database'>) => [
  "ATTACH ':memory:' AS awsdatacatalog",
  `CREATE SCHEMA awsdatacatalog.${database}`,
  `USE awsdatacatalog.${database}`,
  // DuckDB's own element_at returns a list.
  'CREATE MACRO element_at(map, key) AS map_extract_value(map, key)',
  // Keys in CSV reports have a plus sign for a space; DuckDB's own url_decode leaves it.
  'CREATE MACRO from_iso8601_timestamp(text) AS CAST(text AS TIMESTAMPTZ)',
  "CREATE MACRO url_decode(text) AS system.main.url_decode(replace(text, '+', ' '))",
  "SET TimeZone = 'UTC'",
  'SET integer_division = true',
  ...(folder === undefined ? [] : [`SET allowed_directories = [${quoteText(`${folder}/`)}]`]),
  'SET enable_external_access = false',
  'SET lock_configuration = true',
];

/** Writes a text as an SQL literal. */
export const quoteText = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Writes a name as an SQL identifier. Replaces NUL: DuckDB would read no further. */
export const quoteName = (name: string) => `"${name.replaceAll('\0', '\ufffd').replaceAll('"', '""')}"`;
