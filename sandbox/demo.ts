import { relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { reportError } from '../cli/action';
import type { Terminal } from '../cli/terminal';
import { Orgs3Error } from '../core/errors';
import { clearSandbox, type Chain } from './chain';
import { beginDemo, runDemo } from './demo-steps';
import { writeEnvironmentFile } from './environment-file';
import { DEMO_ORGANIZATION } from './organization';
import { ROOT, sandboxPaths, type SandboxPaths } from './paths';
import { runningSandbox, stopSandbox } from './running-sandbox';
import { createStory, seconds, type Story } from './story';
import { stackName } from '../core/names/stack-names';

interface Options {
  readonly keep: boolean;
  readonly down: boolean;
  readonly port?: number;
}

async function demo({ keep, port }: Options, story: Story, paths: SandboxPaths): Promise<void> {
  const running = await runningSandbox(paths);
  if (running !== undefined) throw alreadyUp(running.endpoint);
  const start = performance.now();
  story.plain('S3 Inventory for a whole organization, emulated on this machine.');
  const chain = await beginDemo(story, { paths, organization: DEMO_ORGANIZATION, port, keep });
  try {
    await runDemo(story, chain);
    if (keep) chain.emulator.release();
    else await stopSandbox(paths);
  } catch (error) {
    await stopSandbox(paths);
    throw error;
  }
  story.plain(
    `\nThe demo took ${seconds((performance.now() - start) / 1000)}. ${keep ? nextCommands(chain) : filesToRead(paths)}`,
  );
}

const alreadyUp = (endpoint: string) =>
  new Orgs3Error(`A sandbox is already running at ${endpoint}: --keep left it up, or another demo is running.`, {
    next: 'Use it (source .sandbox/env), or stop it: npm run demo -- --down',
  });

const near = (path: string) => relative(ROOT, path);

const filesToRead = (paths: SandboxPaths) => `Nothing is left running. These files are worth a look:

    ${near(paths.config).padEnd(28)} the configuration
    ${near(paths.organization).padEnd(28)} the snapshot of the organization, from which the stacks were made
    ${near(`${paths.synthesized}/stacks`).padEnd(28)} the Terraform configuration of every stack
    ${near(paths.logs).padEnd(28)} the logs of Terraform, the Lambdas and the emulator
    ${'README.md'.padEnd(28)} the way to a real organization, in five steps

    ${'npm run demo -- --keep'.padEnd(28)} runs the demo again and leaves the sandbox up for your own commands`;

const nextCommands = (chain: Chain) => `The sandbox stays up at ${chain.emulator.endpoint}.
In any terminal, in this folder:

    source ${near(writeEnvironmentFile(chain))}
    node bin/orgs3.js query --list
    node bin/orgs3.js query --saved unencrypted-objects --format csv
    terraform -chdir=${near(chain.paths.synthesized)}/stacks/${stackName.source(chain.organization.destinationAccount)} plan

    npm run demo -- --down    stops it and deletes the files in ${near(chain.paths.folder)}/`;

async function down(story: Story, paths: SandboxPaths): Promise<void> {
  const endpoint = await stopSandbox(paths);
  clearSandbox(paths);
  story.plain(
    endpoint === undefined
      ? 'No sandbox was running. Its files are deleted.'
      : `The sandbox at ${endpoint} is stopped, and its files are deleted.`,
  );
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new InvalidArgumentError('Allowed: a whole number from 1 to 65535.');
}

async function main(): Promise<void> {
  // Hides the SDK's warning about its next Node version.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const options = new Command('npm run demo --')
    .description('Runs the whole chain on an emulated AWS, from discovery to query results')
    .option('--keep', 'leave the sandbox running afterwards', false)
    .option('--down', 'stop the sandbox that --keep left running, and delete its files', false)
    .option('--port <n>', "the emulator's port (default: a free one)", portNumber)
    .parse()
    .opts<Options>();
  const color = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  const terminal: Terminal = {
    out: (text) => void process.stdout.write(text),
    note: (line) => void process.stderr.write(`${line}\n`),
    interactive: process.stdout.isTTY,
    color,
    signal: new AbortController().signal,
  };
  const story = createStory({ write: (text) => terminal.out(text), color });
  try {
    await (options.down ? down(story, sandboxPaths()) : demo(options, story, sandboxPaths()));
  } catch (error) {
    reportError(terminal, error);
    process.exitCode = 1;
  }
}

void main();
