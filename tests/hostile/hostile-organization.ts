import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import type { Terminal } from '../../cli/terminal';
import type { AccountSnapshot } from '../../core/organization/snapshot';
import { assumeRoleXml, type FakeAnswer, type FakeCall, s3ErrorXml, startFakeAws } from '../adapters/aws/fake-aws';
import { type CommandRun, runCommand } from '../cli/run-command';
import { DESTINATION, MANAGEMENT, snapshot } from '../core/organization/example';
import { hostileTexts } from './hostile-texts';

/**
 * One account for each hostile text. The text is its name, its organizational unit, the name of a bucket in it, and a
 * tag.
 */
export const hostileAccounts: readonly AccountSnapshot[] = hostileTexts.map((text, index) => ({
  id: String(100000000000 + index),
  name: text,
  state: 'ACTIVE',
  path: `/${text}`,
  buckets: [
    { name: `known-${index}`, region: 'eu-west-1', tags: tagged(text) },
    { name: text, region: 'eu-west-1', tags: { [`${text} key`]: text } },
  ],
}));

/** Makes tags of a text. zod drops a property called `__proto__`, so such a tag is not known. */
function tagged(text: string): Readonly<Record<string, string>> {
  return text === '__proto__' ? {} : { [text]: text };
}

/**
 * An organization with hostile names, and an AWS with hostile answers: it lists the accounts and refuses everything
 * else.
 */
export interface HostileOrganization {
  readonly folder: string;
  /** Runs a command with its own arguments, then the file options, then the rest. */
  run(
    add: (program: Command, terminal: Terminal) => void,
    words: readonly string[],
    ...rest: readonly string[]
  ): Promise<CommandRun>;
  close(): Promise<void>;
}

/**
 * Starts the organization.
 *
 * @param start starts another stand-in for AWS
 */
export async function startHostileOrganization(
  start: () => Promise<{ readonly endpoint: string; close(): Promise<void> }> = () => startFakeAws(refuse),
): Promise<HostileOrganization> {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const aws = await start();
  const folder = mkdtempSync(join(tmpdir(), 'orgs3-hostile-'));
  const files = ['-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization')];
  writeFileSync(
    join(folder, 'inventory.yaml'),
    `destination: { account: "${DESTINATION}", homeRegion: eu-west-1 }\nemulator: { endpoint: "${aws.endpoint}" }\nregister: { mode: reference }\n`,
  );
  writeSnapshot(join(folder, 'organization'), snapshot(...hostileAccounts));
  return {
    folder,
    run: (add, words, ...rest) => {
      const { signal } = new AbortController();
      setMaxListeners(0, signal);
      return runCommand(add, [...words, ...files, ...rest], signal);
    },
    close: () => {
      process.exitCode = 0;
      rmSync(folder, { recursive: true });
      return aws.close();
    },
  };
}

/** The number of the hostile text for calls without an account. */
const LINE_OF_OURS = '3';
/** The hostile text of an account. */
const messageFor = (account: string) => hostileTexts[Number(account) % hostileTexts.length] ?? '';
const inXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\u0000', '');

function refuse({ operation, account = LINE_OF_OURS }: FakeCall): FakeAnswer {
  switch (operation) {
    case 'AssumeRole':
      return { body: assumeRoleXml(account) };
    case 'DescribeOrganization':
      return { body: { Organization: { Id: 'o-example123', MasterAccountId: MANAGEMENT } } };
    case 'ListRoots':
      return { body: { Roots: [{ Id: 'r-ex01', Name: 'Root' }] } };
    case 'ListOrganizationalUnitsForParent':
      return { body: { OrganizationalUnits: [] } };
    case 'ListAccounts':
      return { body: { Accounts: [MANAGEMENT, DESTINATION, ...hostileAccounts.map(({ id }) => id)].map(listed) } };
    case 'GetTable':
    case 'GetPartitions':
    case 'GetQueueUrl':
      return {
        status: 400,
        body: { __type: 'AccessDeniedException', Message: messageFor(account), message: messageFor(account) },
      };
    default:
      return { status: 403, body: s3ErrorXml('AccessDenied', inXml(messageFor(account))) };
  }
}

const listed = (Id: string, index: number) => ({
  Id,
  Name: hostileTexts[index % hostileTexts.length],
  State: 'ACTIVE',
  Paths: ['o-example123/r-ex01/'],
});
