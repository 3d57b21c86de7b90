import { fork, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GetFunctionCommand, type FunctionConfiguration } from '@aws-sdk/client-lambda';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { Orgs3Error } from '../core/errors';
import { atExit } from './at-exit';
import type { EmulatorClients } from './clients';
import { LAMBDA_CREDENTIALS } from './environment';

/** Credentials of a session of a role. */
export type RoleCredentials = Awaited<ReturnType<ReturnType<typeof fromTemporaryCredentials>>>;

/** A running container of a Lambda function. */
export interface FunctionInstance {
  /**
   * Calls the handler and returns its result.
   *
   * @throws Orgs3Error where the handler throws, the process ends, or the time-out passes
   */
  invoke(event: unknown): Promise<unknown>;
  /** Stops the container. */
  stop(): void;
  /** Credentials of the function's role. Lambda also uses them to receive messages from the queue. */
  readonly credentials: RoleCredentials;
}

/** A function, and the paths of its code and its output. */
export interface FunctionToRun {
  readonly region: string;
  readonly name: string;
  /** The folder for the code; it is emptied first. */
  readonly folder: string;
  /** The file that the function's output is appended to. */
  readonly log: string;
}

const said = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ answer: z.unknown() }).refine((value) => 'answer' in value),
  z.object({ error: z.string() }),
]);

/**
 * Starts a function of the emulated account as Lambda would: with the uploaded code, the configured environment and the
 * credentials of its role, and nothing else.
 */
export async function startFunction(clients: EmulatorClients, target: FunctionToRun): Promise<FunctionInstance> {
  const { region, name, folder, log } = target;
  const answer = await clients.lambda({ region }).send(new GetFunctionCommand({ FunctionName: name }));
  const configuration = answer.Configuration ?? {};
  const credentials = await roleCredentials(clients.front, configuration, region);
  await unpack(answer.Code?.Location ?? '', folder);
  mkdirSync(dirname(log), { recursive: true });
  const child = fork(join(__dirname, 'lambda-worker.js'), [], {
    env: functionEnvironment(credentials, configuration, target),
    cwd: folder,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const forget = atExit(() => child.kill('SIGKILL'));
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => appendFileSync(log, text));
  await nextMessage(child, name, START_MS);
  return {
    invoke: (event) => invoke(child, configuration, event),
    credentials,
    stop: () => {
      forget();
      child.kill('SIGKILL');
    },
  };
}

const START_MS = 30_000;

async function unpack(location: string, folder: string): Promise<void> {
  const zip = new Uint8Array(await (await fetch(location)).arrayBuffer());
  rmSync(folder, { recursive: true, force: true });
  for (const [name, body] of Object.entries(unzipSync(zip))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), body);
  }
}

/** Assumes the function's role, as Lambda does. */
function roleCredentials(
  endpoint: string,
  { FunctionName, Role }: FunctionConfiguration,
  region: string,
): Promise<RoleCredentials> {
  return fromTemporaryCredentials({
    params: { RoleArn: Role, RoleSessionName: FunctionName ?? 'function' },
    masterCredentials: LAMBDA_CREDENTIALS,
    clientConfig: { endpoint, region },
  })();
}

/**
 * Adds the variables that the Lambda runtime sets.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
function functionEnvironment(
  credentials: RoleCredentials,
  { FunctionName, Handler, MemorySize, Version, Environment }: FunctionConfiguration,
  { region, folder }: FunctionToRun,
): Record<string, string> {
  return {
    ...Environment?.Variables,
    _HANDLER: Handler ?? '',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: FunctionName ?? '',
    AWS_LAMBDA_FUNCTION_VERSION: Version ?? '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize ?? 128),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    LAMBDA_TASK_ROOT: folder,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  };
}

async function invoke(child: ChildProcess, configuration: FunctionConfiguration, event: unknown): Promise<unknown> {
  const { FunctionName = '', FunctionArn, Timeout = 3 } = configuration;
  const context = { functionName: FunctionName, invokedFunctionArn: FunctionArn, timeoutMs: Timeout * 1000 };
  const message = nextMessage(child, FunctionName, Timeout * 1000);
  child.send({ event, context });
  const result = await message;
  if ('error' in result) throw new Orgs3Error(`Lambda ${FunctionName} failed: ${result.error}`);
  return 'answer' in result ? result.answer : undefined;
}

function nextMessage(child: ChildProcess, name: string, milliseconds: number): Promise<z.output<typeof said>> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Orgs3Error(`Lambda ${name} ${what}`, { next: 'See its log.' }));
    const timer = setTimeout(() => fail(`did not answer within ${milliseconds / 1000} s`), milliseconds);
    const ended = () => {
      clearTimeout(timer);
      fail('ended before it answered');
    };
    child.once('exit', ended);
    child.once('message', (message) => {
      clearTimeout(timer);
      child.off('exit', ended);
      resolve(said.parse(message));
    });
  });
}
