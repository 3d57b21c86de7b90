import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { s3ErrorXml } from '../adapters/aws/fake-aws';
import { DESTINATION, MANAGEMENT } from '../core/organization/example';
import { A, startFakeOrganization, type FakeOrganization } from './fake-organization';

let world: FakeOrganization;
beforeEach(async () => {
  world = await startFakeOrganization();
});
afterEach(() => world.close());

describe('orgs3 discover', () => {
  it('writes the snapshot, says what there is, and exits 0', async () => {
    const { exitCode, out, notes } = await world.run();

    expect(exitCode).toBe(0);
    expect(out).toContain('3 accounts (3 ACTIVE); in scope 3, read 3.');
    expect(out).toMatch(/eu-west-1\D+3\D+3\D+3/);
    expect(out).toContain('This is the first snapshot.');
    expect(notes).toContain('3 of 3 accounts read');
    expect(JSON.parse(readFileSync(world.accountFile(A), 'utf8'))).toMatchObject({ buckets: [{ name: `logs-${A}` }] });
  });

  it('touches nothing and says so when nothing has changed', async () => {
    await world.run();
    const before = statSync(world.accountFile(A), { bigint: true }).ino;
    const { out } = await world.run();

    expect(out).toContain('No changes since the last snapshot.');
    expect(statSync(world.accountFile(A), { bigint: true }).ino).toBe(before);
  });

  it('writes the rest when an account cannot be read, tells AWS’s answer and what to do, and exits 1', async () => {
    await world.run();
    world.refused = [A];
    world.buckets = ['logs', 'new'];
    const { exitCode, out, notes } = await world.run();

    expect(exitCode).toBe(1);
    expect(notes).toContain(`${A} (name, 1 bucket known): AssumeRole: AccessDenied: not authorized`);
    expect(notes).toContain('next: Before the access stacks are applied, OrgS3role exists in no account');
    expect(out).toContain(`2 buckets added\n    new-${MANAGEMENT} (account ${MANAGEMENT}, eu-west-1)\n`);
    expect(JSON.parse(readFileSync(world.accountFile(A), 'utf8'))).toMatchObject({
      error: { code: 'AccessDenied' },
      buckets: [{ name: `logs-${A}` }],
    });
    expect(readFileSync(world.accountFile(DESTINATION), 'utf8')).toContain('new-');
  });

  it('notes the globs that match nothing, with their lines, and exits 0', async () => {
    world.configure('filters: { buckets: { exclude: [logs-*, lgos-*] } }\n');
    const { exitCode, notes } = await world.run();

    expect(exitCode).toBe(0);
    expect(notes).toContain('Globs that match nothing in the snapshot:');
    expect(notes).toMatch(/inventory\.yaml:3:41: filters\.buckets\.exclude\[1\]: "lgos-\*" matches none of 3 buckets$/);
    expect(JSON.parse((await world.run('--format', 'json')).out)).toMatchObject({
      unmatchedGlobs: [
        {
          line: 3,
          column: 41,
          path: 'filters.buckets.exclude[1]',
          glob: 'lgos-*',
          comparedWith: { what: 'bucket', count: 3 },
          escaped: [],
        },
      ],
    });
  });

  it('shows nothing that could drive a terminal', async () => {
    const escape = String.fromCharCode(0x1b);
    await world.run();
    world.inA = { ListBuckets: { status: 403, body: s3ErrorXml('AccessDenied', `red&#x1b;[31m`) } };
    const { notes, out } = await world.run();

    expect(notes).toContain('red\\u001b[31m');
    expect(notes + out).not.toContain(escape);
  });

  it('assumes the role that --role names', async () => {
    await world.run('--role', 'OrganizationAccountAccessRole', '--concurrency', '1');

    const roles = world.aws.calls
      .filter(({ operation }) => operation === 'AssumeRole')
      .map(({ input }) => input['RoleArn']);
    expect(roles).toHaveLength(3);
    expect(roles).toContain(`arn:aws:iam::${A}:role/OrganizationAccountAccessRole`);
  });

  it('prints JSON alone on stdout', async () => {
    world.refused = [A];
    const { out } = await world.run('--format', 'json');

    expect(JSON.parse(out)).toMatchObject({
      organization: 'o-1',
      accounts: { known: 3, inScope: 3, unreadable: 1 },
      regions: [{ region: 'eu-west-1', accounts: 2, buckets: 2, selected: 2 }],
      unreadable: [{ account: A, error: { operation: 'AssumeRole', code: 'AccessDenied' } }],
    });
  });

  it('refuses a concurrency of none', async () => {
    await expect(world.run('--concurrency', '0')).rejects.toThrow('Allowed: a whole number from 1 to 9999.');
  });

  it('calls nobody when the snapshot is broken', async () => {
    await world.run();
    writeFileSync(world.accountFile(A), '{');
    const before = world.aws.calls.length;
    const { exitCode, notes } = await world.run();

    expect(exitCode).toBe(1);
    expect(notes).toContain(`${world.accountFile(A)} is not as discover wrote it`);
    expect(world.aws.calls).toHaveLength(before);
  });
});
