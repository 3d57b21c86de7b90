import type { Command } from 'commander';
import { readLocatedConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import { nearestFirst } from '../core/text/nearest';
import { Orgs3Error } from '../core/errors';
import { explainBucket, type BucketExplanation } from '../core/inventory/explanation';
import type { OrganizationSnapshot } from '../core/organization/snapshot';
import { jsonText } from '../core/text/printable';
import { runAction } from './action';
import { EXIT, type ExitCode } from './exit-code';
import { describeExplanation, explanationJson } from './explanation-text';
import { configOption, formatOption, organizationOption, type SnapshotArguments } from './options';
import type { Terminal } from './terminal';

interface Options extends SnapshotArguments {
  readonly account?: string;
  readonly format: 'table' | 'json';
}

/** `orgs3 explain <bucket>`: prints the configurations that a bucket gets, and the line that decides each value. */
export function addExplain(program: Command, terminal: Terminal): void {
  program
    .command('explain')
    .description('show the configurations that a bucket gets, and the line that decides each value')
    .argument('<bucket>', 'the name of a bucket in the snapshot')
    .addOption(configOption())
    .addOption(organizationOption())
    .option('--account <id>', 'the account that owns the bucket, if the snapshot has its name in several accounts')
    .addOption(formatOption())
    .action((bucket: string, options: Options) =>
      runAction(terminal, () => Promise.resolve(explain(bucket, options, terminal))),
    );
}

function explain(bucket: string, options: Options, terminal: Terminal): ExitCode {
  const { config: file, organization, account, format } = options;
  const { config, positionOf } = readLocatedConfig(file);
  const snapshot = readSnapshot(organization);
  const explanations = explainBucket(config, snapshot, bucket).filter(
    (explanation) => account === undefined || explanation.account === account,
  );
  if (explanations.length === 0) throw unknownBucket(bucket, account, snapshot);
  const written = { file, positionOf };
  if (format === 'json') {
    const data = explanations.map((explanation) => explanationJson(explanation, written));
    terminal.out(`${jsonText(data, 2)}\n`);
  } else {
    terminal.out(explanations.map((explanation) => describeExplanation(explanation, written, terminal)).join('\n'));
  }
  if (explanations.some(lacksTags)) terminal.note(TAGS_UNKNOWN);
  return EXIT.done;
}

const lacksTags = ({ lacksTags: lacks, skipped }: BucketExplanation) => lacks && skipped === undefined;

const TAGS_UNKNOWN =
  'The snapshot does not know the tags of this bucket, so no override by tag applies. Run "orgs3 discover" to read them.';

const MOST_NAMES = 5;

function unknownBucket(bucket: string, account: string | undefined, { accounts }: OrganizationSnapshot): Orgs3Error {
  const searched = accounts.filter(({ id }) => account === undefined || id === account);
  const names = [...new Set(searched.flatMap(({ buckets }) => buckets.map(({ name }) => name)))].sort();
  const near = [...new Set([...nearestFirst(bucket, names), ...names.filter((name) => name.includes(bucket))])];
  const where = account === undefined ? 'the snapshot' : `account ${account} of the snapshot`;
  const meant = near.length === 0 ? '' : ` Names like it: ${near.slice(0, MOST_NAMES).join(', ')}.`;
  return new Orgs3Error(`There is no bucket "${bucket}" in ${where}, which has ${names.length}.${meant}`, {
    next: 'Correct the name, or run "orgs3 discover" if the bucket is new.',
  });
}
