import type { Command } from 'commander';
import { publishCalls } from '../adapters/calls/publish';
import { readConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import { selectBuckets } from '../core/organization/selection';
import { bucketRows, rowsByRegion } from '../core/publish/bucket-rows';
import { publishBuckets, type PublishedTable, type PublishFailure } from '../core/publish/publish-buckets';
import type { Answer } from '../core/query/answer';
import { regionsToAsk } from '../core/query/regions';
import { printable } from '../core/text/printable';
import { runAction } from './action';
import { EXIT, type ExitCode } from './exit-code';
import { nextLine } from './advice';
import { count, indented } from './lists';
import { doLongWork } from './long-work';
import { configOption, formatOption, organizationOption, regionOption, type SnapshotArguments } from './options';
import { renderTabular, TABULAR_FORMATS, type TabularFormat } from './tabular';
import type { Terminal } from './terminal';

interface PublishArguments extends SnapshotArguments {
  readonly region: readonly string[];
  readonly format: TabularFormat;
}

/** `orgs3 publish`: writes the table `buckets` of every Region in use from the snapshot. */
export function addPublish(program: Command, terminal: Terminal): void {
  program
    .command('publish')
    .description('write the table "buckets" (accounts, organizational units, tags) for queries by team')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(regionOption())
    .addOption(formatOption(TABULAR_FORMATS))
    .action((options: PublishArguments) => runAction(terminal, () => runPublish(options, terminal)));
}

/** Writes the tables, and prints their locations. Notes every Region that failed; the exit code is then 1. */
async function runPublish(options: PublishArguments, terminal: Terminal): Promise<ExitCode> {
  const config = readConfig(options.config);
  const snapshot = readSnapshot(options.organization);
  const regions = regionsToAsk(selectBuckets(config, snapshot).regions, options.region);
  const rows = rowsByRegion(bucketRows(config, snapshot), regions);
  const calls = publishCalls(config, terminal.signal);
  const { published, failures } = await doLongWork({
    terminal,
    calls,
    what: 'Regions written',
    interrupted: 'Regions that were not written keep their old tables',
    work: (onProgress) => publishBuckets(config.destination.account, rows, { ...calls, onProgress }),
  });
  for (const piece of renderTabular(options.format, answerOf(published), terminal)) terminal.out(piece);
  for (const line of describeFailures(failures)) terminal.note(line);
  return failures.length > 0 ? EXIT.failed : EXIT.done;
}

const answerOf = (published: readonly PublishedTable[]): Answer => ({
  columns: [
    { name: 'region', type: 'text' },
    { name: 'buckets', type: 'integer' },
    { name: 'bytes', type: 'integer' },
    { name: 'table', type: 'text' },
    { name: 'location', type: 'text' },
  ],
  rows: published.map(({ region, buckets, bytes, table, location }) => [
    region,
    buckets,
    bytes,
    WORDS[table],
    location,
  ]),
});

const WORDS = { none: 'unchanged', create: 'created', update: 'updated' } as const;

function describeFailures(failures: readonly PublishFailure[]): string[] {
  if (failures.length === 0) return [];
  const lines = failures.flatMap(({ region, error: { message, next } }) => [
    `  ${region}: ${message}`,
    ...indented(nextLine(next)),
  ]);
  return [`The table could not be written in ${count(failures.length, 'Region')}:`, ...lines].map(printable);
}
