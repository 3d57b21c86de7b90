import { InvalidArgumentError, Option, type Command } from 'commander';
import { readConfig } from '../adapters/config-file';
import { discoveryCalls } from '../adapters/discovery';
import { readSnapshotIfThere, writeSnapshot } from '../adapters/snapshot-files';
import type { Config } from '../core/config/schema';
import { discover, type Discovery } from '../core/organization/discover';
import { summarizeDiscovery } from '../core/organization/summary';
import { runAction } from './action';
import { describeSummary, describeUnreadable } from './discovery-text';
import { EXIT, type ExitCode } from './exit-code';
import { configOption, organizationOption } from './options';
import { createProgress } from './progress';
import type { Terminal } from './terminal';

interface Options {
  readonly config: string;
  readonly organization: string;
  readonly role?: string;
  readonly concurrency: number;
  readonly prune: boolean;
  readonly format: 'table' | 'json';
}

/** `orgs3 discover`: reads the organization and all its buckets, and writes the snapshot that everything else works from. */
export function addDiscover(program: Command, terminal: Terminal): void {
  program
    .command('discover')
    .description('read the organization: accounts, organizational units and buckets')
    .addOption(configOption())
    .addOption(organizationOption())
    .option('--role <name>', 'the role to assume in every account (default: access.roleName of the configuration)')
    .addOption(new Option('--concurrency <n>', 'accounts read at once').argParser(positiveInteger).default(16))
    .option('--prune', 'drop accounts that the organization no longer lists', false)
    .addOption(new Option('-f, --format <format>', 'what stdout gets').choices(['table', 'json']).default('table'))
    .action((options: Options) => runAction(terminal, () => runDiscover(options, terminal)));
}

async function runDiscover(options: Options, terminal: Terminal): Promise<ExitCode> {
  const config = readConfig(options.config);
  const discovery = await discoverWithProgress(config, options, terminal);
  const summary = summarizeDiscovery(config, discovery);
  terminal.out(options.format === 'json' ? `${JSON.stringify(summary, undefined, 2)}\n` : describeSummary(summary));
  for (const line of describeUnreadable(summary.unreadable)) terminal.note(line);
  return summary.unreadable.length === 0 ? EXIT.done : EXIT.failed;
}

async function discoverWithProgress(config: Config, options: Options, terminal: Terminal): Promise<Discovery> {
  const { organization: folder, concurrency, prune, role: roleName = config.access.roleName } = options;
  const progress = createProgress(terminal, 'accounts read');
  try {
    return await discover(
      { config, roleName, concurrency, prune, signal: terminal.signal },
      {
        ...discoveryCalls(config, roleName),
        readSnapshot: () => readSnapshotIfThere(folder),
        writeSnapshot: (snapshot) => writeSnapshot(folder, snapshot),
        onProgress: (done, total) => progress.update(done, total),
      },
    );
  } finally {
    progress.stop();
  }
}

function positiveInteger(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Allowed: a whole number from 1 to 9999.');
}
