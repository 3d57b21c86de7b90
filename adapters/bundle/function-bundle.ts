import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { Orgs3Error } from '../../core/errors';
import type { FunctionBundle } from '../../core/deploying/function-bundle';

export type { FunctionBundle } from '../../core/deploying/function-bundle';

const ROOT = join(__dirname, '..', '..');

/**
 * Bundles `functions/<name>/index.ts` with everything it imports. The same sources give the same bytes.
 *
 * @throws Orgs3Error where there is no such function or it does not compile
 */
export const bundleFunction = (name: string): Promise<FunctionBundle> =>
  bundleEntry(join(ROOT, 'functions', name, 'index.ts'));

/** Bundles one entry file, as `bundleFunction` does. `entry` is an absolute path. */
export async function bundleEntry(entry: string): Promise<FunctionBundle> {
  if (!existsSync(entry)) {
    throw new Orgs3Error(`There is no Lambda function at ${entry}.`, {
      next: 'Restore the file, or give the name of a folder below functions/.',
    });
  }
  const { code } = await compile(entry);
  const zip = zipSync({ 'index.js': code }, { mtime: EARLIEST_ZIP_TIME, os: 3, attrs: FILE_MODE });
  return { zip, sha256Base64: createHash('sha256').update(zip).digest('base64') };
}

/** A function's code before it is zipped. */
export interface CompiledFunction {
  /** `index.js`. */
  readonly code: Uint8Array;
  /** Bytes that each source file adds; paths are relative to this project. */
  readonly bytesByFile: Readonly<Record<string, number>>;
}

/**
 * Compiles `functions/<name>/index.ts` to the code of its bundle.
 *
 * @throws Orgs3Error where it does not compile
 */
export const compileFunction = (name: string): Promise<CompiledFunction> =>
  compile(join(ROOT, 'functions', name, 'index.ts'));

/** The earliest time in a zip, which holds local times: a local one gives the same bytes in every time zone. */
const EARLIEST_ZIP_TIME = new Date(1980, 0, 1);
/** `-rw-r--r--`, as Unix stores it in a zip. */
const FILE_MODE = 0o100644 << 16;

/** Files of this folder, and the names of the modules that each replaces. */
const STAND_INS: readonly (readonly [file: string, modules: RegExp])[] = [
  [
    'lambda-stand-ins.ts',
    /^(@aws\/lambda-invoke-store|@aws-sdk\/credential-provider-node|@aws-sdk\/signature-v4-multi-region|\.\/((Md5|Sha1|Sha256)Js|DefaultRateLimiter))$/,
  ],
  ['lambda-event-streams.ts', /^@smithy\/core\/event-streams$/],
];

/** Replaces the modules that have a stand-in, and reduces an SDK package's `package.json` to name and version. */
const leaveOut: Plugin = {
  name: 'leave-out',
  setup(bundling) {
    for (const [file, filter] of STAND_INS) bundling.onResolve({ filter }, () => ({ path: join(__dirname, file) }));
    bundling.onLoad({ filter: /\/@aws-sdk\/[^/]+\/package\.json$/ }, ({ path }) => {
      const { name, version } = packageSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

const packageSchema = z.object({ name: z.string(), version: z.string() });

async function compile(entry: string): Promise<CompiledFunction> {
  try {
    const { outputFiles, metafile } = await build({
      entryPoints: [entry],
      absWorkingDir: ROOT,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node22',
      format: 'cjs',
      mainFields: ['module', 'main'],
      plugins: [leaveOut],
      legalComments: 'none',
      logLevel: 'silent',
      metafile: true,
      write: false,
    });
    const [bundle] = outputFiles;
    if (bundle === undefined) throw new Error('esbuild wrote no file');
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const bytesByFile = Object.fromEntries(inputs.map(([file, { bytesInOutput }]) => [file, bytesInOutput]));
    return { code: bundle.contents, bytesByFile };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Orgs3Error(`The Lambda function at ${entry} does not compile: ${message}`, { cause: error });
  }
}
