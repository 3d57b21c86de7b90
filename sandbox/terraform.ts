import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Orgs3Error } from '../core/errors';
import { isolatedEnvironment } from './environment';
import { TOOLS, type SandboxPaths } from './paths';
import { providerSettings } from './provider-mirror';
import { runProgram, type Finished } from './run-program';

/** The result of a plan. */
export interface Plan {
  /** False if nothing would change. */
  readonly changes: boolean;
  /** Terraform's output. */
  readonly text: string;
}

/** Runs Terraform on the synthesized stacks of a sandbox. Stack names are the folders in `cdktf.out/stacks/`. */
export interface Terraform {
  readonly version: string;
  /** The environment of Terraform, and of `cdktf`. */
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

/** Chooses the access key that plans and applies a stack. */
export type KeyOfStack = (stack: string) => string;

const OLDEST = [1, 10] as const;
const PLAN_FILE = 'orgs3.tfplan';
const COMMON = ['-input=false', '-no-color'];
/**
 * The limit of one Terraform run, in milliseconds. The provider retries calls that the emulator lacks for as long as it
 * may.
 */
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
    // The provider's memory is short-lived: fewer collections save a third of the CPU time of a plan.
    GOGC: '400',
  };
}

async function terraformVersion(env: NodeJS.ProcessEnv): Promise<string> {
  const missing = (found: string) =>
    new Orgs3Error(`${found}, and the sandbox needs the real Terraform.`, {
      next: `Install Terraform ${OLDEST.join('.')} or newer and put it on PATH: https://developer.hashicorp.com/terraform/install`,
    });
  const finished = await runProgram({ command: 'terraform', args: ['version'], env }).catch((cause: unknown) => {
    throw missing(`There is no Terraform on PATH (${cause instanceof Error ? cause.message : String(cause)})`);
  });
  const version = /^Terraform v(\d+\.\d+\.\S+)/m.exec(finished.stdout)?.[1];
  if (version === undefined)
    throw missing(`"terraform version" printed ${JSON.stringify(finished.output.slice(0, 200))}`);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) throw missing(`Terraform ${version} is too old`);
  return version;
}

/** Runs Terraform in a stack's folder. Throws for an exit code that is not allowed. */
type Call = (stack: string, args: readonly string[], allowed?: readonly number[]) => Promise<Finished>;

/** Initializes a stack. Provider versions are chosen once: all stacks share the first stack's lock file. */
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

/** An error of Terraform. The message names the stack and holds Terraform's own errors. */
export class TerraformError extends Orgs3Error {
  override name = 'TerraformError';

  constructor(
    readonly stackName: string,
    readonly answer: string,
    log: string,
  ) {
    super(`Terraform failed on the stack ${stackName}:\n${answer}`, { next: `See the whole output: ${log}` });
  }
}

/** Extracts the errors from Terraform's output, without their frame; the last lines if there is no error. */
export function terraformErrors(written: string): string {
  const lines = written.split('\n').map((line) => line.replace(/^[│╷╵] ?/, '').trimEnd());
  const first = lines.findIndex((line) => line.startsWith('Error:'));
  const kept = first === -1 ? lines.filter((line) => line !== '').slice(-15) : lines.slice(first);
  return kept
    .join('\n')
    .replace(/\n{2,}/g, '\n')
    .trim();
}
