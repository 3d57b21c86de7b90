import { type Command, Option } from 'commander';
import { configurationCalls, discoveryCalls } from '../adapters/calls/discovery';
import { readLocatedConfig } from '../adapters/files/config-file';
import { readSnapshotIfThere, writeSnapshot } from '../adapters/files/snapshot-files';
import { type ExistingConfigurations, readExisting } from '../core/adoption/read-existing';
import type { Config } from '../core/config/schema';
import { discover, type Discovery } from '../core/discovery/discover';
import { type DiscoverySummary, summarizeDiscovery } from '../core/discovery/summary';
import { desiredIn } from '../core/drift/scope';
import { selectBuckets } from '../core/organization/selection';
import { jsonText } from '../core/text/printable';
import { runAction } from './action';
import { describeSummary } from './discovery-text';
import { EXIT, type ExitCode } from './exit-code';
import type { WrittenConfig } from './explanation-text';
import { describePartFailures, describeTagsUnknown, describeUnreadable } from './failure-text';
import { doLongWork } from './long-work';
import { configOption, formatOption, organizationOption, positiveInteger, type SnapshotArguments } from './options';
import { createProgress } from './progress';
import type { Terminal } from './terminal';
import { describeUnmatched, unmatchedJson } from './unmatched-text';

interface DiscoverArguments extends SnapshotArguments {
  readonly role?: string;
  readonly concurrency: number;
  readonly prune: boolean;
  readonly existing: boolean;
  readonly directoryBuckets: boolean;
  readonly format: 'table' | 'json';
}

/** `orgs3 discover`: reads the organization and its buckets, and writes the snapshot that all other verbs read. */
export function addDiscover(program: Command, terminal: Terminal): void {
  program
    .command('discover')
    .description('read the organization: accounts, organizational units and buckets')
    .addOption(configOption())
    .addOption(organizationOption())
    .option('--role <name>', 'the role to assume in every account (default: access.roleName of the configuration)')
    .addOption(new Option('--concurrency <n>', 'accounts read at once').argParser(positiveInteger).default(16))
    .option('--prune', 'drop accounts that the organization no longer lists', false)
    .option('--existing', 'also look for existing inventory configurations: one call per bucket', false)
    .option('--directory-buckets', 'also look for directory buckets: one call per account and Region', false)
    .addOption(formatOption())
    .action((options: DiscoverArguments) => runAction(terminal, () => runDiscover(options, terminal)));
}

/** The number of buckets, over all accounts, whose configurations are read at once. */
const BUCKETS_AT_ONCE = 64;

/** Discovers, and prints the summary and all that could not be read. */
async function runDiscover(options: DiscoverArguments, terminal: Terminal): Promise<ExitCode> {
  const { config, positionOf } = readLocatedConfig(options.config);
  const written = { file: options.config, positionOf };
  const discovery = await discoverWithProgress(config, options, terminal);
  const existing = options.existing ? await lookForExisting(config, discovery, options, terminal) : undefined;
  const summary = summarizeDiscovery(config, discovery, existing);
  terminal.out(options.format === 'json' ? toJson(summary, written) : describeSummary(summary));
  for (const line of describeTroubles(summary, written)) terminal.note(line);
  return summary.unreadable.length + summary.unreadableParts.length === 0 ? EXIT.done : EXIT.failed;
}

const toJson = (summary: DiscoverySummary, written: WrittenConfig): string =>
  `${jsonText({ ...summary, unmatchedGlobs: unmatchedJson(summary.unmatchedGlobs, written) }, 2)}\n`;

const describeTroubles = (
  { unreadable, unreadableParts, tagsUnknown, unmatchedGlobs }: DiscoverySummary,
  written: WrittenConfig,
): string[] => [
  ...describeUnreadable(unreadable),
  ...describePartFailures(unreadableParts),
  ...describeTagsUnknown(tagsUnknown),
  ...describeUnmatched(unmatchedGlobs, written),
];

async function discoverWithProgress(
  config: Config,
  options: DiscoverArguments,
  terminal: Terminal,
): Promise<Discovery> {
  const {
    organization: folder,
    concurrency,
    prune,
    directoryBuckets,
    role: roleName = config.access.roleName,
  } = options;
  const progress = createProgress(terminal, 'accounts read');
  const directoryProgress = createProgress(terminal, 'Regions of accounts asked for directory buckets');
  try {
    return await discover(
      { config, roleName, concurrency, prune, directoryBuckets, signal: terminal.signal },
      {
        ...discoveryCalls(config, roleName),
        readSnapshot: () => readSnapshotIfThere(folder),
        writeSnapshot: (snapshot) => writeSnapshot(folder, snapshot),
        onProgress: (done, total) => progress.update(done, total),
        onDirectoryProgress: (done, total) => {
          progress.stop();
          directoryProgress.update(done, total);
        },
      },
    );
  } finally {
    progress.stop();
    directoryProgress.stop();
  }
}

/** Reads the configurations of the selected buckets in all accounts that could be read. */
function lookForExisting(
  config: Config,
  { snapshot, failures }: Discovery,
  options: DiscoverArguments,
  terminal: Terminal,
): Promise<ExistingConfigurations> {
  const { role: roleName = config.access.roleName } = options;
  const { signal } = terminal;
  const refused = new Set(failures.map(({ account }) => account));
  const accounts = selectBuckets(config, snapshot).accounts.filter((account) => !refused.has(account));
  const buckets = desiredIn(config, snapshot, accounts, { accounts: [], regions: [] });
  const calls = configurationCalls(config, roleName, BUCKETS_AT_ONCE);
  return doLongWork({
    terminal,
    calls,
    what: 'buckets asked for their configurations',
    interrupted: 'the snapshot is written; existing configurations are not known',
    work: (onProgress) =>
      readExisting(
        buckets,
        { config, snapshot, roleName, concurrency: BUCKETS_AT_ONCE, signal },
        { ...calls, onProgress },
      ),
  });
}
