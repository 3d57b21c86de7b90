import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { Orgs3Error } from '../../core/errors';

/** In a path, DuckDB takes these for wildcards, and `name=value` for a partition of whatever lies below. */
const MEANING = sep === '/' ? /[*?[\\=]/ : /[*?[=]/;

/**
 * Gives `work` a folder of its own, whose path means to DuckDB itself and nothing else; it is gone afterwards, whatever happens.
 *
 * @param prefix of the folder's name
 * @param parent default: the system's folder for temporary files
 * @throws Orgs3Error where DuckDB would take the parent's path for something else
 */
export async function withTemporaryFolder<T>(
  prefix: string,
  work: (folder: string) => Promise<T>,
  parent = tmpdir(),
): Promise<T> {
  const real = await realpath(parent);
  const [sign] = MEANING.exec(real) ?? [];
  if (sign !== undefined) {
    throw new Orgs3Error(
      `The folder for temporary files is ${JSON.stringify(real)}: DuckDB would not take the "${sign}" for a part of its name.`,
      { next: 'Name another one in the environment variable TMPDIR.' },
    );
  }
  const folder = await mkdtemp(join(real, prefix));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
