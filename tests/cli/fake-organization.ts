import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addDiscover } from '../../cli/discover';
import {
  assumeRoleXml,
  directoryBucketsXml,
  inventoriesXml,
  listBucketsXml,
  startFakeAws,
  stsErrorXml,
  taggingXml,
  type FakeAnswer,
  type FakeAws,
  type FakeCall,
} from '../adapters/aws/fake-aws';
import { DESTINATION, MANAGEMENT } from '../core/organization/example';

/** The account whose answers a test can change. */
export const A = '111111111111';

/** An organization of three accounts that answers `orgs3 discover`, and a folder for its snapshot. */
export interface FakeOrganization {
  readonly aws: FakeAws;
  /** Accounts whose role cannot be assumed. */
  refused: readonly string[];
  /** The beginning of the buckets' names, before the account's id. */
  buckets: readonly string[];
  /** Answers to some operations in account A, instead of the usual ones. */
  inA: Partial<Record<string, FakeAnswer>>;
  /** Writes `inventory.yaml`: the required settings, then `more`. */
  configure(more: string): void;
  accountFile(id: string): string;
  run(...args: readonly string[]): Promise<Ran>;
  close(): Promise<void>;
}

/** The results of a run of the command. */
interface Ran {
  readonly exitCode: typeof process.exitCode;
  /** All of stdout. */
  readonly out: string;
  /** All of stderr. */
  readonly notes: string;
}

/** Starts it with a configuration that sets nothing. */
export async function startFakeOrganization(): Promise<FakeOrganization> {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  const aws = await startFakeAws((call) => answer(call, world));
  const folder = mkdtempSync(join(tmpdir(), 'orgs3-'));
  const head = `destination: { account: "${DESTINATION}", homeRegion: eu-west-1 }\nemulator: { endpoint: "${aws.endpoint}" }\n`;
  const world: FakeOrganization = {
    aws,
    refused: [],
    buckets: ['logs'],
    inA: {},
    configure: (more) => writeFileSync(join(folder, 'inventory.yaml'), `${head}${more}`),
    accountFile: (id) => join(folder, 'organization', 'accounts', `${id}.json`),
    run: (...args) => run('-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization'), ...args),
    close: () => {
      process.exitCode = 0;
      rmSync(folder, { recursive: true });
      return aws.close();
    },
  };
  world.configure('');
  return world;
}

const denied = { status: 403, body: stsErrorXml('AccessDenied', 'not authorized to perform: sts:AssumeRole') };

function answer({ operation, account = '' }: FakeCall, { refused, buckets, inA }: FakeOrganization): FakeAnswer {
  const special = account === A ? inA[operation] : undefined;
  if (special !== undefined) return special;
  const listed = [MANAGEMENT, DESTINATION, A].map((Id) => ({
    Id,
    Name: 'name',
    State: 'ACTIVE',
    Paths: ['o-1/r-ex01/'],
  }));
  switch (operation) {
    case 'AssumeRole':
      return refused.includes(account) ? denied : { body: assumeRoleXml(account) };
    case 'ListBuckets':
      return { body: listBucketsXml(...buckets.map((name) => `${name}-${account}`)) };
    case 'GetBucketTagging':
      return { body: taggingXml({ Stage: 'dev' }) };
    case 'ListDirectoryBuckets':
      return { body: directoryBucketsXml() };
    case 'ListBucketInventoryConfigurations':
      return { body: inventoriesXml() };
    case 'DescribeOrganization':
      return { body: { Organization: { Id: 'o-1', MasterAccountId: MANAGEMENT } } };
    case 'ListRoots':
      return { body: { Roots: [{ Id: 'r-ex01', Name: 'Root' }] } };
    default:
      return { body: { Accounts: listed } };
  }
}

async function run(...args: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const notes: string[] = [];
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void notes.push(text) });
  addDiscover(program, {
    out: (text) => void out.push(text),
    note: (line) => void notes.push(line),
    interactive: false,
    color: false,
    signal: new AbortController().signal,
  });
  await program.parseAsync(['discover', ...args], { from: 'user' });
  return { exitCode: process.exitCode, out: out.join(''), notes: notes.join('\n') };
}
