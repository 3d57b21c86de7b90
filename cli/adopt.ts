import type { Command } from 'commander';
import { driftCalls } from '../adapters/calls/drift';
import { readConfig } from '../adapters/files/config-file';
import { importsFile, readImports, writeImports } from '../adapters/files/imports-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import { adopt, type Adoption, type AdoptionOptions } from '../core/adoption/adopt';
import { jsonText } from '../core/text/printable';
import { runAction } from './action';
import { nextLine } from './advice';
import { adoptionJson, describeAdoption } from './adoption-text';
import { EXIT, type ExitCode } from './exit-code';
import { describePartFailures } from './failure-text';
import { count } from './lists';
import { doLongWork } from './long-work';
import {
  accountOption,
  bucketsAtOnceOption,
  configOption,
  formatOption,
  organizationOption,
  regionOption,
  type SnapshotArguments,
} from './options';
import type { Terminal } from './terminal';

interface AdoptArguments extends SnapshotArguments {
  readonly account: readonly string[];
  readonly region: readonly string[];
  readonly concurrency: number;
  readonly format: 'table' | 'json';
}

/** `orgs3 adopt`: makes Terraform import the existing inventory configurations that have our ids. */
export function addAdopt(program: Command, terminal: Terminal): void {
  program
    .command('adopt')
    .description('find existing inventory configurations that have our ids, and make Terraform import them')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(accountOption())
    .addOption(regionOption())
    .addOption(bucketsAtOnceOption())
    .addOption(formatOption())
    .action((options: AdoptArguments) => runAction(terminal, () => runAdopt(options, terminal)));
}

/** Reads the existing configurations, writes the file of imports for Terraform, and prints both. */
async function runAdopt(options: AdoptArguments, terminal: Terminal): Promise<ExitCode> {
  const { organization: folder, format } = options;
  const adoption = await adoptWithProgress(options, terminal);
  writeImports(folder, adoption.imports);
  if (format === 'json') terminal.out(`${jsonText(adoptionJson(adoption), 2)}\n`);
  else for (const piece of describeAdoption(adoption, terminal)) terminal.out(piece);
  for (const line of describeTroubles(adoption)) terminal.note(line);
  for (const line of describeResult(adoption, importsFile(folder))) terminal.note(line);
  return adoption.failures.length === 0 ? EXIT.done : EXIT.failed;
}

function adoptWithProgress(options: AdoptArguments, terminal: Terminal): Promise<Adoption> {
  const { account: accounts, region: regions, organization: folder, concurrency } = options;
  const { signal } = terminal;
  const config = readConfig(options.config);
  const { roleName } = config.access;
  const snapshot = readSnapshot(folder);
  const before = readImports(folder);
  const adoptionOptions: AdoptionOptions = {
    config,
    snapshot,
    roleName,
    concurrency,
    signal,
    part: { accounts, regions },
    before,
  };
  const calls = driftCalls(config, concurrency);
  return doLongWork({
    terminal,
    calls,
    what: 'buckets read',
    interrupted: `${importsFile(folder)} was not changed`,
    work: (onProgress) => adopt(adoptionOptions, { ...calls, onProgress }),
  });
}

const describeTroubles = ({ failures, kept }: Adoption): string[] => [
  ...describePartFailures(failures),
  ...(failures.length === 0 || kept === 0 ? [] : ['Imports of an earlier run are kept there.']),
];

function describeResult({ buckets, own, imports, kept }: Adoption, file: string): string[] {
  const read = `${count(own.length, 'configuration')} with our ids on ${count(buckets, 'bucket')}; nothing in S3 was changed.`;
  if (imports.length === 0) return [read, `There is nothing to import, so there is no ${file}.`];
  const stays = kept === 0 ? '' : `, ${kept} of them from before`;
  return [
    read,
    `${file} names ${count(imports.length, 'configuration')} to import${stays}.`,
    ...nextLine('Synthesize and plan: the plan shows imports and updates. Remove the file after the apply.'),
  ];
}
