import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Orgs3Error } from '../../core/errors';

const ROOT = join(__dirname, '..', '..');

/**
 * Runs npm in this project and returns its output. A command that prints JSON also prints JSON when it fails, with the reason in it.
 *
 * @throws Orgs3Error where npm does not run, or prints nothing
 */
export function runNpm(args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    shell: process.platform === 'win32',
  });
  if (error !== undefined || stdout.trim() === '') {
    const reason = error?.message ?? stderr.trim();
    throw new Orgs3Error(`npm ${args.join(' ')} printed nothing: ${reason}`, {
      next: 'Put npm 10.2 or newer on PATH, and see that package-lock.json lies beside package.json.',
      cause: error,
    });
  }
  return stdout;
}
