import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { Orgs3Error } from '../../core/errors';

/** Characters with a meaning in DuckDB's paths: wildcards, and `=` in `name=value`, which names a partition. */
const MEANING = sep === '/' ? /[*?[\\=]/ : /[*?[=]/;

/**
 * Makes a folder for `work`, with a path that has no special meaning to DuckDB, and removes it at the end, also after an error.
 *
 * @param prefix the start of the folder's name
 * @param parent the folder around it; default: the system's folder for temporary files
 * @throws Orgs3Error where the parent's path has a character with a meaning to DuckDB
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
      { next: 'Set the environment variable TMPDIR to another folder.' },
    );
  }
  const folder = await mkdtemp(join(real, prefix));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
