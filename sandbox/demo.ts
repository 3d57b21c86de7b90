import { relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { reportError } from '../cli/action';
import type { Terminal } from '../cli/terminal';
import { Orgs3Error } from '../core/errors';
import { clearSandbox, type Chain } from './chain';
import { beginDemo, tellDemo } from './demo-steps';
import { writeEnvironmentFile } from './environment-file';
import { DEMO_ORGANIZATION } from './organization';
import { ROOT, sandboxPaths, type SandboxPaths } from './paths';
import { runningSandbox, stopSandbox } from './running-sandbox';
import { createStory, seconds, type Story } from './story';

interface Options {
  readonly keep: boolean;
  readonly down: boolean;
  readonly port?: number;
}

async function demo({ keep, port }: Options, story: Story, paths: SandboxPaths): Promise<void> {
  const running = await runningSandbox(paths);
  if (running !== undefined) throw alreadyUp(running.endpoint);
  const start = performance.now();
  story.plain('S3 Inventory for a whole organization, on this machine alone.');
  const chain = await beginDemo(story, { paths, organization: DEMO_ORGANIZATION, port, keep });
  try {
    await tellDemo(story, chain);
    if (keep) chain.emulator.release();
    else await stopSandbox(paths);
  } catch (error) {
    await stopSandbox(paths);
    throw error;
  }
  story.plain(
    `\nAll of it took ${seconds((performance.now() - start) / 1000)}. ${keep ? howToGoOn(chain) : whereToLook(paths)}`,
  );
}

const alreadyUp = (endpoint: string) =>
  new Orgs3Error(`A sandbox is up already, at ${endpoint}: it was kept by --keep, or another demo is running.`, {
    next: 'go on with it (source .sandbox/env), or end it with: npm run demo -- --down',
  });

const near = (path: string) => relative(ROOT, path);

const whereToLook = (paths: SandboxPaths) => `Nothing is left running. Where to look next:

    ${near(paths.config).padEnd(28)} the configuration
    ${near(paths.organization).padEnd(28)} the snapshot that everything was made from
    ${near(`${paths.synthesized}/stacks`).padEnd(28)} the Terraform of every stack
    ${near(paths.logs).padEnd(28)} what Terraform, the Lambdas and the emulator wrote
    ${'README.md'.padEnd(28)} the way to a real organization, in five steps

    ${'npm run demo -- --keep'.padEnd(28)} the same, and the sandbox stays up for commands of your own`;

const howToGoOn = (chain: Chain) => `The sandbox stays up at ${chain.emulator.endpoint}.
In any terminal, in this folder:

    source ${near(writeEnvironmentFile(chain))}
    node bin/orgs3.js query --list
    node bin/orgs3.js query --saved unencrypted-objects --format csv
    terraform -chdir=${near(chain.paths.synthesized)}/stacks/source-${chain.organization.destinationAccount} plan

    npm run demo -- --down    ends it and clears ${near(chain.paths.folder)}/`;

async function down(story: Story, paths: SandboxPaths): Promise<void> {
  const endpoint = await stopSandbox(paths);
  clearSandbox(paths);
  story.plain(
    endpoint === undefined
      ? 'No sandbox was up; its files are cleared.'
      : `The sandbox at ${endpoint} is ended and cleared.`,
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
    .description('The whole chain on an emulated AWS, from an organization to answers')
    .option('--keep', 'leave the sandbox up afterwards', false)
    .option('--down', 'end the sandbox that --keep left up, and clear its files', false)
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
