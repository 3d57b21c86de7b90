import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Orgs3Error } from '../core/errors';
import { isolatedEnvironment } from './environment';
import { TOOLS, type SandboxPaths } from './paths';
import { providerSettings } from './provider-mirror';
import { runProgram, type Finished } from './run-program';

/** What a plan found. */
export interface Plan {
  /** False where nothing would change. */
  readonly changes: boolean;
  /** Terraform's own words. */
  readonly text: string;
}

/** Terraform over the synthesized stacks of a sandbox. A stack is named as in `cdktf.out/stacks/`. */
export interface Terraform {
  readonly version: string;
  /** The environment that Terraform is run with; `cdktf` needs the same. */
  readonly env: NodeJS.ProcessEnv;
  /** Names of the synthesized stacks, sorted. */
  readonly stacks: () => string[];
  readonly init: (stack: string) => Promise<void>;
  readonly apply: (stack: string) => Promise<void>;
  readonly plan: (stack: string) => Promise<Plan>;
  /** The last plan of a stack as data, as `terraform show -json` gives it. */
  readonly showPlan: (stack: string) => Promise<unknown>;
  readonly destroy: (stack: string) => Promise<void>;
}

/** The access key with which a stack is planned and applied. */
export type KeyOfStack = (stack: string) => string;

const OLDEST = [1, 10] as const;
const PLAN_FILE = 'orgs3.tfplan';
const COMMON = ['-input=false', '-no-color'];
/** The provider retries calls that the emulator lacks for as long as it is let. */
const TIMEOUT = 300_000;

/**
 * Finds Terraform on PATH.
 *
 * @param keyOf default: the sandbox's own key for every stack
 * @throws Orgs3Error where there is none, or it is too old
 */
export async function findTerraform(paths: SandboxPaths, keyOf?: KeyOfStack): Promise<Terraform> {
  const env = terraformEnvironment(paths);
  const version = await terraformVersion(env);
  const call: Call = async (stack, args, allowed = [0]) => {
    const key = keyOf?.(stack);
    const own = key === undefined ? env : { ...env, AWS_ACCESS_KEY_ID: key };
    const finished = await runTerraform({ paths, env: own, stack, args });
    if (allowed.includes(finished.code)) return finished;
    throw new TerraformError(stack, terraformErrors(finished.stderr), logFile(paths, stack));
  };
  return {
    version,
    env,
    stacks: () => readdirSync(join(paths.synthesized, 'stacks')).sort(),
    init: (stack) => init(paths, stack, call),
    apply: async (stack) => void (await call(stack, ['apply', '-auto-approve', ...COMMON])),
    plan: async (stack) => {
      const finished = await call(stack, ['plan', '-detailed-exitcode', `-out=${PLAN_FILE}`, ...COMMON], [0, 2]);
      return { changes: finished.code === 2, text: finished.stdout };
    },
    showPlan: async (stack) =>
      JSON.parse((await call(stack, ['show', '-json', '-no-color', PLAN_FILE])).stdout) as unknown,
    destroy: async (stack) => void (await call(stack, ['destroy', '-auto-approve', ...COMMON])),
  };
}

function terraformEnvironment(paths: SandboxPaths): NodeJS.ProcessEnv {
  return {
    ...isolatedEnvironment(paths),
    ...providerSettings(join(TOOLS, 'terraform')),
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    // The provider's memory is short-lived: collecting it less often takes a third off the CPU time of a plan.
    GOGC: '400',
  };
}

async function terraformVersion(env: NodeJS.ProcessEnv): Promise<string> {
  const missing = (found: string) =>
    new Orgs3Error(`${found}, and the sandbox runs the real one.`, {
      next: `install Terraform ${OLDEST.join('.')} or newer and put it on PATH: https://developer.hashicorp.com/terraform/install`,
    });
  const finished = await runProgram({ command: 'terraform', args: ['version'], env }).catch((cause: unknown) => {
    throw missing(`There is no Terraform on PATH (${cause instanceof Error ? cause.message : String(cause)})`);
  });
  const version = /^Terraform v(\d+\.\d+\.\S+)/m.exec(finished.stdout)?.[1];
  if (version === undefined) throw missing(`"terraform version" says ${JSON.stringify(finished.output.slice(0, 200))}`);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) throw missing(`Terraform ${version} is too old`);
  return version;
}

/** Runs Terraform in a stack's folder; an exit code that is not allowed is an error. */
type Call = (stack: string, args: readonly string[], allowed?: readonly number[]) => Promise<Finished>;

/** Provider versions are chosen once: the lock file of the first stack serves the others. */
async function init(paths: SandboxPaths, stack: string, call: Call): Promise<void> {
  const lock = join(paths.synthesized, '.terraform.lock.hcl');
  const own = join(stackFolder(paths, stack), '.terraform.lock.hcl');
  if (existsSync(lock) && !existsSync(own)) cpSync(lock, own);
  await call(stack, ['init', ...COMMON]);
  if (!existsSync(lock)) cpSync(own, lock);
}

const stackFolder = (paths: SandboxPaths, stack: string) => join(paths.synthesized, 'stacks', stack);

interface Run {
  readonly paths: SandboxPaths;
  readonly env: NodeJS.ProcessEnv;
  readonly stack: string;
  readonly args: readonly string[];
}

const runTerraform = ({ paths, env, stack, args }: Run) =>
  runProgram({
    command: 'terraform',
    args,
    env,
    cwd: stackFolder(paths, stack),
    log: logFile(paths, stack),
    timeout: TIMEOUT,
  });

const logFile = (paths: SandboxPaths, stack: string) => join(paths.logs, `terraform-${stack}.log`);

/** Terraform refused or failed; the message names the stack and holds Terraform's own errors. */
export class TerraformError extends Orgs3Error {
  override name = 'TerraformError';

  constructor(
    readonly stackName: string,
    readonly answer: string,
    log: string,
  ) {
    super(`Terraform failed on the stack ${stackName}:\n${answer}`, { next: `see all that it wrote: ${log}` });
  }
}

/** The errors in what Terraform wrote, without its frame; the last lines where there is none. */
export function terraformErrors(written: string): string {
  const lines = written.split('\n').map((line) => line.replace(/^[│╷╵] ?/, '').trimEnd());
  const first = lines.findIndex((line) => line.startsWith('Error:'));
  const kept = first === -1 ? lines.filter((line) => line !== '').slice(-15) : lines.slice(first);
  return kept
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
