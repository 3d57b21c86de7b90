import { type Command, InvalidArgumentError, Option } from 'commander';
import { readConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import type { Config } from '../core/config/schema';
import { region } from '../core/config/values';
import { Orgs3Error } from '../core/errors';
import { selectBuckets } from '../core/organization/selection';
import { MAX_MANAGED_POLICY_CHARACTERS } from '../core/policies/deployer';
import { policyBytes } from '../core/policies/document';
import { namedPolicy, POLICIES, POLICY_NAMES } from '../core/policies/named';
import type { Senders } from '../core/policies/named-policy';
import { nearest } from '../core/text/nearest';
import { jsonText } from '../core/text/printable';
import { runAction } from './action';
import { nextLine } from './advice';
import { EXIT, type ExitCode } from './exit-code';
import { configOption, organizationOption, type SnapshotArguments } from './options';
import { describePolicy } from './policy-text';
import type { Terminal } from './terminal';

interface PolicyArguments extends SnapshotArguments {
  readonly region?: string;
  readonly format: 'table' | 'json';
}

/** `orgs3 policy <name>`: prints a policy as it will be deployed, for review. Never calls AWS. */
export function addPolicy(program: Command, terminal: Terminal): void {
  program
    .command('policy')
    .description('print a policy as it will be deployed, for review; does not call AWS')
    .argument('<name>', `one of: ${POLICY_NAMES.join(', ')}`)
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(
      new Option('--region <region>', 'the Region of the collector')
        .argParser(regionCode)
        .default(undefined, 'the home Region'),
    )
    .addOption(
      new Option('-f, --format <format>', 'format of the output: a text for people, or the document as AWS takes it')
        .choices(['table', 'json'])
        .default('table'),
    )
    .action((name: string, options: PolicyArguments) =>
      runAction(terminal, () => Promise.resolve(runPolicy(name, options, terminal))),
    );
}

function regionCode(text: string): string {
  if (region.safeParse(text).success) return text;
  throw new InvalidArgumentError('Allowed: a Region code such as eu-west-1.');
}

/**
 * Prints one policy. Reads the snapshot only for a policy that names the organization and its accounts.
 *
 * @throws Orgs3Error where there is no policy of that name; `next` lists the names
 */
function runPolicy(name: string, options: PolicyArguments, terminal: Terminal): ExitCode {
  const policy = namedPolicy(name);
  if (policy === undefined) throw unknownPolicy(name);
  const config = readConfig(options.config);
  const context = {
    config,
    region: options.region ?? config.destination.homeRegion,
    senders: () => readSenders(config, options.organization),
  };
  const document = policy.document(context);
  if (options.format === 'json') terminal.out(`${jsonText(document, 2)}\n`);
  else terminal.out(describePolicy(policy.holder(context), document, terminal));
  const bytes = policyBytes(document);
  if (policy === POLICIES.deployer && bytes > MAX_MANAGED_POLICY_CHARACTERS) {
    terminal.note(
      `The policy has ${bytes} characters; a managed policy takes at most ${MAX_MANAGED_POLICY_CHARACTERS}.`,
    );
    for (const line of nextLine(INLINE)) terminal.note(line);
  }
  return EXIT.done;
}

const INLINE =
  'Make it an inline policy of the role that deploys (at most 10240 characters), or let the stack delegation split it into two.';

function readSenders(config: Config, folder: string): Senders {
  const snapshot = readSnapshot(folder);
  const { accounts, regions } = selectBuckets(config, snapshot);
  const { id: organization, managementAccount } = snapshot.organization;
  return { organization, managementAccount, accounts, regions };
}

function unknownPolicy(name: string): Orgs3Error {
  const meant = nearest(name, POLICY_NAMES);
  return new Orgs3Error(`There is no policy "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`, {
    next: `Name one of: ${POLICY_NAMES.join(', ')}.`,
  });
}
