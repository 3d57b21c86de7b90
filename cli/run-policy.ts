import { readConfig } from '../adapters/files/config-file';
import { readSnapshot } from '../adapters/files/snapshot-files';
import type { Config } from '../core/config/schema';
import { nearest } from '../core/text/nearest';
import { Orgs3Error } from '../core/errors';
import { namedPolicy, POLICIES, POLICY_NAMES } from '../core/policies/named';
import type { Senders } from '../core/policies/named-policy';
import { MAX_MANAGED_POLICY_CHARACTERS } from '../core/policies/deployer';
import { policyBytes } from '../core/policies/document';
import { selectBuckets } from '../core/organization/selection';
import { jsonText } from '../core/text/printable';
import { EXIT, type ExitCode } from './exit-code';
import type { PolicyArguments } from './policy';
import { describePolicy } from './policy-text';
import type { Terminal } from './terminal';

/**
 * Prints one policy. The snapshot is read only where a policy names the organization and its accounts.
 *
 * @throws Orgs3Error where there is no policy of that name; the message lists the names
 */
export function runPolicy(name: string, options: PolicyArguments, terminal: Terminal): ExitCode {
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
      `It has ${bytes} characters, and a managed policy takes ${MAX_MANAGED_POLICY_CHARACTERS}: put it into the role that deploys (an inline policy), which takes 10240, or let the stack delegation make two policies of it.`,
    );
  }
  return EXIT.done;
}

function readSenders(config: Config, folder: string): Senders {
  const snapshot = readSnapshot(folder);
  const { accounts, regions } = selectBuckets(config, snapshot);
  const { id: organization, managementAccount } = snapshot.organization;
  return { organization, managementAccount, accounts, regions };
}

function unknownPolicy(name: string): Orgs3Error {
  const meant = nearest(name, POLICY_NAMES);
  return new Orgs3Error(`There is no policy "${name}"${meant === undefined ? '' : `; "${meant}" is near`}.`, {
    next: `name one of: ${POLICY_NAMES.join(', ')}`,
  });
}
