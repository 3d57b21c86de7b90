import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pMap from 'p-map';
import { stringify } from 'yaml';
import { Orgs3Error } from '../core/errors';
import { emulatorClients, type EmulatorClients } from './clients';
import { startEmulator, type Emulator } from './emulator';
import type { MadeUpOrganization } from './organization';
import { ROOT, type SandboxPaths } from './paths';
import { runProgram, type Finished } from './run-program';
import { findTerraform, type KeyOfStack, type Terraform } from './terraform';

/** An emulated organization, and the tools that the steps from discovery to an answer need. */
export interface Chain {
  readonly paths: SandboxPaths;
  readonly organization: MadeUpOrganization;
  readonly emulator: Emulator;
  readonly clients: EmulatorClients;
  readonly terraform: Terraform;
  /** Chooses the access key for a run of `orgs3`; set where permissions are enforced. */
  readonly keyOfCommand?: (args: readonly string[]) => string;
}

/** Options of a new chain. */
export interface ChainOptions {
  readonly paths: SandboxPaths;
  readonly organization: MadeUpOrganization;
  /** The emulator's port; default: a free one. */
  readonly port?: number | undefined;
  /** Lets the emulator outlive this process. */
  readonly keep?: boolean;
  /** Receives a line before each slow step. */
  readonly note?: (line: string) => void;
}

/** The number of Terraform runs at the same time: each takes more than one core. */
export const STACKS_AT_ONCE = 2;

/**
 * Starts a chain in an emptied folder: finds Terraform, starts the emulator, writes `inventory.yaml`.
 *
 * @throws Orgs3Error where Terraform or Python is missing, or the port is in use; nothing is left running
 */
export async function startChain(options: ChainOptions): Promise<Chain> {
  const begun = await beginChain(options);
  const { endpoint } = begun.emulator;
  writeConfiguration(options.paths, options.organization, endpoint);
  return { ...begun, clients: emulatorClients(endpoint) };
}

/**
 * Finds Terraform and starts the emulator, in an emptied folder.
 *
 * @param keyOf the access key of a stack, where permissions are enforced
 */
export async function beginChain(
  { paths, organization, port, keep = false, note }: ChainOptions,
  keyOf?: KeyOfStack,
): Promise<Omit<Chain, 'clients'>> {
  clearSandbox(paths);
  const terraform = await findTerraform(paths, keyOf);
  const emulator = await startEmulator({
    port,
    keep,
    account: organization.destinationAccount,
    log: join(paths.logs, 'emulator.log'),
    ...(note === undefined ? {} : { note }),
  });
  return { paths, organization, emulator, terraform };
}

/** Removes the files of an earlier run from a sandbox's folder. Tools that take long to download stay. */
export function clearSandbox(paths: SandboxPaths): void {
  const { config, organization, synthesized, state, logs, functions, kept } = paths;
  for (const path of [config, organization, synthesized, state, logs, functions, kept]) {
    rmSync(path, { recursive: true, force: true });
  }
  mkdirSync(paths.logs, { recursive: true });
}

/** Writes `inventory.yaml` of a sandbox: the defaults, and the settings of an emulated organization. */
export function writeConfiguration(
  { config }: Pick<SandboxPaths, 'config'>,
  organization: MadeUpOrganization,
  endpoint: string,
  changes: Readonly<Record<string, unknown>> = {},
): void {
  const configuration = {
    destination: { account: organization.destinationAccount, homeRegion: organization.homeRegion },
    filters: { accounts: { exclude: [organization.managementAccount] } },
    access: { externalId: 'orgs3-sandbox' },
    inventory: { frequency: 'Daily', versions: 'Current' },
    retention: { destroyReports: true },
    register: { mode: 'reference' },
    alarms: { emails: ['storage@example.com', 'on-call@example.com'] },
    backend: { type: 'local', directory: 'state' },
    tags: { project: 'orgs3', environment: 'sandbox' },
    emulator: { endpoint },
    ...changes,
  };
  writeFileSync(config, stringify(configuration, { defaultStringType: 'PLAIN', lineWidth: 100 }));
}

/**
 * Runs the command `orgs3` as a user would.
 *
 * @returns its output, if the exit code is allowed
 * @throws Orgs3Error with that output, for any other exit code
 */
export async function orgs3(
  chain: Chain,
  args: readonly string[],
  allowed: readonly number[] = [0],
): Promise<Finished> {
  const { env } = chain.terraform;
  const finished = await runProgram({
    command: process.execPath,
    args: [join(ROOT, 'bin', 'orgs3.js'), ...args],
    cwd: ROOT,
    env: chain.keyOfCommand === undefined ? env : { ...env, AWS_ACCESS_KEY_ID: chain.keyOfCommand(args) },
    log: join(chain.paths.logs, 'orgs3.log'),
  });
  if (allowed.includes(finished.code)) return finished;
  throw new Orgs3Error(`"orgs3 ${args.join(' ')}" ended with ${finished.code}:\n${finished.output.trim()}`);
}

/** Synthesizes every stack, as `cdktf synth` does for a user; returns the stacks' names. */
export async function synthesize(chain: Chain): Promise<string[]> {
  const { paths, terraform } = chain;
  const finished = await runProgram({
    command: process.execPath,
    args: [
      join(ROOT, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf.js'),
      'synth',
      '--output',
      paths.synthesized,
    ],
    cwd: ROOT,
    env: terraform.env,
    log: join(paths.logs, 'cdktf.log'),
  });
  if (finished.code !== 0) throw new Orgs3Error(`"cdktf synth" failed:\n${finished.output.trim()}`);
  return terraform.stacks();
}

/** Runs `terraform init` in every stack: first in one alone, so that the provider is downloaded once. */
export async function initStacks({ terraform }: Chain, stacks: readonly string[]): Promise<void> {
  const [first, ...others] = stacks;
  if (first !== undefined) await terraform.init(first);
  await pMap(others, (stack) => terraform.init(stack), { concurrency: STACKS_AT_ONCE });
}

/** A value, and the seconds that it took. */
export interface Timed<Value> {
  readonly value: Value;
  readonly seconds: number;
}

/**
 * Runs `work` on stacks, some at once, and calls `onDone` as each ends. A failure does not stop the others.
 *
 * @throws Orgs3Error with all failures
 */
export async function eachStack<Value>(
  stacks: readonly string[],
  work: (stack: string) => Promise<Value>,
  onDone: (stack: string, done: Timed<Value>) => void = () => {},
): Promise<Map<string, Value>> {
  const run = async (stack: string) => {
    const done = await timed(() => work(stack));
    onDone(stack, done);
    return [stack, done.value] as const;
  };
  try {
    return new Map(await pMap(stacks, run, { concurrency: STACKS_AT_ONCE, stopOnError: false }));
  } catch (error) {
    throw error instanceof AggregateError ? joined(error.errors) : error;
  }
}

/** Joins several refusals into one error. A single failure is returned unchanged, and so is a defect among several. */
function joined(errors: readonly unknown[]): unknown {
  const [first] = errors;
  const refusals = errors.filter((error) => error instanceof Orgs3Error);
  if (errors.length === 1 || refusals.length < errors.length) {
    return errors.find((error) => !(error instanceof Orgs3Error)) ?? first;
  }
  const next = refusals.map((error) => error.next ?? '').join('\n        ');
  return new Orgs3Error(refusals.map(({ message }) => message).join('\n'), { cause: first, next });
}

/** Runs `work` and measures its time. */
export async function timed<Value>(work: () => Promise<Value>): Promise<Timed<Value>> {
  const start = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - start) / 1000 };
}
