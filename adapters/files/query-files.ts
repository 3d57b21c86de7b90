import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Orgs3Error } from '../../core/errors';
import { parseSavedQuery, type SavedQuery } from '../../core/query/saved-query';

/** The folder of the saved queries that come with this project. */
export const SAVED_QUERIES_FOLDER = join(__dirname, '..', '..', 'queries');

/**
 * Reads the saved queries of a folder, one `.sql` file each, sorted by name; other files are ignored.
 *
 * @throws Orgs3Error where the folder cannot be read, or where a file is no saved query
 */
export function readSavedQueries(folder: string = SAVED_QUERIES_FOLDER): SavedQuery[] {
  return sqlFiles(folder).map((file) =>
    parseSavedQuery(basename(file, '.sql'), readFileSync(join(folder, file), 'utf8')),
  );
}

function sqlFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .sort();
  } catch (error) {
    const answer = error instanceof Error ? error.message : String(error);
    throw new Orgs3Error(`The saved queries cannot be read from ${folder}: ${answer}`, {
      cause: error,
      next: 'Restore the folder "queries" of this project.',
    });
  }
}
