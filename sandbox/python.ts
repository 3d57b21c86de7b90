import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { Orgs3Error } from '../core/errors';
import { TOOLS } from './paths';
import { runProgram } from './run-program';

/** The list of the emulator's packages, for pip. */
export const REQUIREMENTS = join(__dirname, 'requirements.txt');

/**
 * Finds a Python interpreter that has the emulator's packages in the version of `requirements.txt`. The candidates are:
 * `python3` of PATH, the interpreter of `moto_server` of PATH, and a virtual environment, which is made on first need.
 *
 * @param note receives a line before each slow step
 * @throws Orgs3Error where there is no Python, or the packages cannot be installed
 */
export async function findPython(note: (line: string) => void = () => {}, tools: string = TOOLS): Promise<string> {
  const environment = join(tools, 'python');
  const own = join(environment, 'bin', 'python3');
  const ready = ['python3', interpreterOf('moto_server'), own].find(
    (python) => python !== undefined && hasMoto(python),
  );
  return ready ?? (await install(environment, own, note));
}

async function install(environment: string, python: string, note: (line: string) => void): Promise<string> {
  if (!runs('python3', ['--version'])) {
    throw new Orgs3Error('There is no python3 on PATH, and the emulator is written in Python.', {
      next: 'Install Python 3.10 or newer (https://www.python.org/downloads) and try again.',
    });
  }
  note(`Installing the emulator into ${environment} (once)`);
  const log = join(environment, '..', 'python.log');
  for (const [command, ...args] of [
    ['python3', '-m', 'venv', environment],
    [python, '-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS],
  ] satisfies [string, ...string[]][]) {
    const { code, stderr } = await runProgram({ command, args, log });
    if (code !== 0) throw notInstalled(stderr, log);
  }
  return python;
}

const notInstalled = (answer: string, log: string) =>
  new Orgs3Error(`The emulator's Python packages could not be installed: ${lastLine(answer)}`, {
    next: `Run "python3 -m pip install -r ${REQUIREMENTS}" where pip can download packages, and try again. The log is ${log}`,
  });

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? 'pip said nothing';

function hasMoto(python: string): boolean {
  const wanted = /^moto\b.*==(.+)$/m.exec(readFileSync(REQUIREMENTS, 'utf8'))?.[1];
  return runs(python, ['-c', `import moto, flask; raise SystemExit(moto.__version__ != "${wanted}")`]);
}

const runs = (command: string, args: readonly string[]) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;

/** The interpreter that the first line of a script on PATH names. A pyenv shim is resolved through pyenv. */
function interpreterOf(script: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':');
  const found = folders.map((folder) => join(folder, script)).find((path) => existsSync(path));
  if (found === undefined) return undefined;
  const resolved = found.includes('/shims/') ? pyenvWhich(script) : realpathSync(found);
  const head = resolved === undefined ? '' : readFileSync(resolved, 'utf8').slice(0, 500);
  return /^#!\s*(\/\S*python[\d.]*)\s*$/m.exec(head)?.[1];
}

function pyenvWhich(script: string): string | undefined {
  const { status, stdout } = spawnSync('pyenv', ['which', script], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
