import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { Orgs3Error } from '../core/errors';
import type { FunctionBundle } from '../core/function-bundle';

export type { FunctionBundle } from '../core/function-bundle';

const ROOT = join(__dirname, '..');

/**
 * The code of `functions/<name>/index.ts` with everything it imports. The same sources give the same bytes.
 *
 * @throws Orgs3Error where there is no such function or it does not compile
 */
export const bundleFunction = (name: string): Promise<FunctionBundle> =>
  bundleEntry(join(ROOT, 'functions', name, 'index.ts'));

/** The code of one entry file, as `bundleFunction` makes it. `entry` is an absolute path. */
export async function bundleEntry(entry: string): Promise<FunctionBundle> {
  if (!existsSync(entry)) {
    throw new Orgs3Error(`There is no Lambda function at ${entry}.`, {
      next: 'restore the file, or give the name of a folder below functions/',
    });
  }
  const zip = zipSync({ 'index.js': await compile(entry) }, { mtime: EARLIEST_ZIP_TIME, os: 3, attrs: FILE_MODE });
  return { zip, sha256Base64: createHash('sha256').update(zip).digest('base64') };
}

/** A zip holds local times from 1980 on; the parts are local so that every time zone writes the same bytes. */
const EARLIEST_ZIP_TIME = new Date(1980, 0, 1);
/** `-rw-r--r--`, as Unix stores it in a zip. */
const FILE_MODE = 0o100644 << 16;

async function compile(entry: string): Promise<Uint8Array> {
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      absWorkingDir: ROOT,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      mainFields: ['module', 'main'],
      legalComments: 'none',
      logLevel: 'silent',
      write: false,
    });
    const [bundle] = outputFiles;
    if (bundle === undefined) throw new Error('esbuild wrote no file');
    return bundle.contents;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Orgs3Error(`The Lambda function at ${entry} does not compile: ${message}`, { cause: error });
  }
}
