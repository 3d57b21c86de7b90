import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { addDiscover } from '../../cli/discover';
import {
  assumeRoleXml,
  listBucketsXml,
  startFakeAws,
  stsErrorXml,
  type FakeAws,
  type FakeCall,
} from '../adapters/fake-aws';
import { DESTINATION, MANAGEMENT } from '../core/organization/example';

const A = '111111111111';
const denied = { status: 403, body: stsErrorXml('AccessDenied', 'not authorized to perform: sts:AssumeRole') };

let folder: string;
let aws: FakeAws;
let refused: string[];
let buckets: string[];
beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  [refused, buckets] = [[], ['logs']];
  aws = await startFakeAws(answer);
  folder = mkdtempSync(join(tmpdir(), 'orgs3-'));
  writeFileSync(
    join(folder, 'inventory.yaml'),
    `destination: { account: "${DESTINATION}", homeRegion: eu-west-1 }\nemulator: { endpoint: "${aws.endpoint}" }\n`,
  );
});
afterEach(async () => {
  process.exitCode = 0;
  rmSync(folder, { recursive: true });
  await aws.close();
});

function answer({ operation, account = '' }: FakeCall) {
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
    case 'DescribeOrganization':
      return { body: { Organization: { Id: 'o-1', MasterAccountId: MANAGEMENT } } };
    case 'ListRoots':
      return { body: { Roots: [{ Id: 'r-ex01', Name: 'Root' }] } };
    default:
      return { body: { Accounts: listed } };
  }
}

async function run(...args: readonly string[]) {
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
  const files = ['-c', join(folder, 'inventory.yaml'), '-o', join(folder, 'organization')];
  await program.parseAsync(['discover', ...files, ...args], { from: 'user' });
  return { exitCode: process.exitCode, out: out.join(''), notes: notes.join('\n') };
}

const accountFile = (id: string) => join(folder, 'organization', 'accounts', `${id}.json`);

describe('orgs3 discover', () => {
  it('writes the snapshot, says what there is, and exits 0', async () => {
    const { exitCode, out, notes } = await run();

    expect(exitCode).toBe(0);
    expect(out).toContain('3 accounts (3 ACTIVE); in scope 3, read 3.');
    expect(out).toMatch(/eu-west-1\D+3\D+3\D+3/);
    expect(out).toContain('This is the first snapshot.');
    expect(notes).toContain('3 of 3 accounts read');
    expect(JSON.parse(readFileSync(accountFile(A), 'utf8'))).toMatchObject({ buckets: [{ name: `logs-${A}` }] });
  });

  it('touches nothing and says so when nothing has changed', async () => {
    await run();
    const before = statSync(accountFile(A), { bigint: true }).ino;
    const { out } = await run();

    expect(out).toContain('No changes since the last snapshot.');
    expect(statSync(accountFile(A), { bigint: true }).ino).toBe(before);
  });

  it('writes the rest when an account cannot be read, tells AWS’s answer and what to do, and exits 1', async () => {
    await run();
    refused = [A];
    buckets = ['logs', 'new'];
    const { exitCode, out, notes } = await run();

    expect(exitCode).toBe(1);
    expect(notes).toContain(`${A} (name, 1 bucket known): AssumeRole: AccessDenied: not authorized`);
    expect(notes).toContain('next: Before the access stacks are applied, OrgS3role exists in no account');
    expect(out).toContain(`2 buckets added\n    new-${MANAGEMENT} (account ${MANAGEMENT}, eu-west-1)\n`);
    expect(JSON.parse(readFileSync(accountFile(A), 'utf8'))).toMatchObject({
      error: { code: 'AccessDenied' },
      buckets: [{ name: `logs-${A}` }],
    });
    expect(readFileSync(accountFile(DESTINATION), 'utf8')).toContain('new-');
  });

  it('assumes the role that --role names', async () => {
    await run('--role', 'OrganizationAccountAccessRole', '--concurrency', '1');

    const roles = aws.calls.filter(({ operation }) => operation === 'AssumeRole').map(({ input }) => input['RoleArn']);
    expect(roles).toHaveLength(3);
    expect(roles).toContain(`arn:aws:iam::${A}:role/OrganizationAccountAccessRole`);
  });

  it('prints JSON alone on stdout', async () => {
    refused = [A];
    const { out } = await run('--format', 'json');

    expect(JSON.parse(out)).toMatchObject({
      organization: 'o-1',
      accounts: { known: 3, inScope: 3, unreadable: 1 },
      regions: [{ region: 'eu-west-1', accounts: 2, buckets: 2, selected: 2 }],
      unreadable: [{ account: A, error: { operation: 'AssumeRole', code: 'AccessDenied' } }],
    });
  });

  it('refuses a concurrency of none', async () => {
    await expect(run('--concurrency', '0')).rejects.toThrow('Allowed: a whole number from 1 to 9999.');
  });

  it('calls nobody when the snapshot is broken', async () => {
    await run();
    writeFileSync(accountFile(A), '{');
    const before = aws.calls.length;
    const { exitCode, notes } = await run();

    expect(exitCode).toBe(1);
    expect(notes).toContain(`${accountFile(A)} is not as discover wrote it`);
    expect(aws.calls).toHaveLength(before);
  });
});
