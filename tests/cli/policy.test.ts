import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writeSnapshot } from '../../adapters/files/snapshot-files';
import { addPolicy } from '../../cli/policy';
import type { Config } from '../../core/config/schema';
import { POLICY_NAMES } from '../../core/policies/named';
import { MAX_MANAGED_POLICY_CHARACTERS } from '../../core/policies/deployer';
import { addOrganizationStacks } from '../../stacks/organization-stacks';
import { policiesOf } from '../policies/synthesized-policies';
import { sampleConfig, sampleProps, SNAPSHOT } from '../stacks/sample';
import { synthesized } from '../stacks/synthesized';
import { runCommand } from './run-command';

const folder = mkdtempSync(join(tmpdir(), 'orgs3-policy-'));
writeSnapshot(join(folder, 'organization'), SNAPSHOT);
afterEach(() => (process.exitCode = 0));
afterAll(() => rmSync(folder, { recursive: true }));

const EVERYTHING = {
  access: {
    trustedPrincipals: ['arn:aws:iam::222222222222:role/deploy'],
    externalId: 'secret-7',
    sessionTags: { Purpose: 's3-inventory' },
  },
  inventory: { encryption: { type: 'SSE-KMS' as const } },
  register: { mode: 'reference' as const },
  delegation: { organizationReadAccess: true },
};

/** Policies of people and pipelines: no stack holds them. */
const ATTACHED = ['deployer', 'access-deployer', 'auditor', 'operator', 'reader'];

function run(name: string, changes: Readonly<Record<string, unknown>> = {}, ...args: readonly string[]) {
  const file = join(folder, 'inventory.yaml');
  writeFileSync(file, stringify({ destination: { account: '222222222222', homeRegion: 'eu-west-1' }, ...changes }));
  const files = ['-c', file, '-o', join(folder, 'organization')];
  return runCommand(addPolicy, ['policy', name, ...files, ...args], new AbortController().signal);
}

const json = async (name: string, changes: Readonly<Record<string, unknown>> = {}, ...args: readonly string[]) =>
  JSON.parse((await run(name, changes, '--format', 'json', ...args)).out) as {
    Statement: { Sid: string; Action: string | string[]; Resource: string | string[]; Condition?: unknown }[];
  };

const policiesWith = (config: Config, where: RegExp) =>
  [...policiesOf(synthesized((app) => addOrganizationStacks(app, sampleProps(config))))]
    .filter(([place]) => where.test(place))
    .map(([where, policy]) => ({ where, policy: JSON.parse(JSON.stringify(policy)) as unknown }));

describe('orgs3 policy', () => {
  it('prints every policy that the stacks of the organization, of an account, of a Region and of the register hold, as they hold it', async () => {
    const names = POLICY_NAMES.filter((name) => !ATTACHED.includes(name));
    const printed: unknown[] = [];
    for (const name of names) printed.push(await json(name, EVERYTHING));

    const held = policiesWith(
      sampleConfig(EVERYTHING),
      /^(delegation aws_organizations|access-333333333333|collector-eu-west-1|register) ?/,
    );

    expect(held.length).toBe(names.length);
    for (const { where, policy } of held)
      expect({ where, found: printed }).toMatchObject({ found: expect.arrayContaining([policy]) as unknown });
  });

  it('means the collector of the home Region, or of the one that is named', async () => {
    expect(JSON.stringify(await json('queue'))).toContain('arn:aws:sqs:eu-west-1:222222222222:');
    expect(JSON.stringify(await json('queue', {}, '--region', 'us-east-1'))).toContain('arn:aws:sqs:us-east-1:');
  });

  it('says for people who holds it, and each statement with who, what, on what and on which condition', async () => {
    const { out, exitCode } = await run('topic');

    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^The topic s3inventory-reports in the destination account 222222222222: 2 statements, \d+ bytes\.\n/,
    );
    expect(out).toContain(
      [
        'Allow PublishNewReports',
        '  who   the service s3.amazonaws.com',
        '  does  SNS:Publish',
        '  on    arn:aws:sns:eu-west-1:222222222222:s3inventory-reports',
        '  if    aws:SourceArn ArnLike arn:aws:s3:::s3inventory-eu-west-1-222222222222',
        '        aws:SourceAccount StringEquals 222222222222',
      ].join('\n'),
    );
  });

  it('names all policies where there is none of that name', async () => {
    const { exitCode, notes } = await run('deploier');

    expect(exitCode).toBe(1);
    expect(notes).toContain('There is no policy "deploier". Did you mean "deployer"?');
    for (const name of POLICY_NAMES) expect(notes).toContain(name);
  });
});

describe('the policies of whoever audits, operates and asks', () => {
  const resources = async (name: string, changes: Readonly<Record<string, unknown>> = {}) =>
    (await json(name, changes)).Statement.flatMap(({ Resource }) => Resource);
  const given = 'arn:aws:kms:us-east-1:222222222222:key/5f2c';

  it.each(['auditor', 'operator', 'reader'])('fit into one managed policy, with everything: %s', async (name) => {
    const { out } = await run(name, { ...EVERYTHING, register: { mode: 'copy' } }, '--format', 'json');

    expect(JSON.stringify(JSON.parse(out)).length).toBeLessThanOrEqual(MAX_MANAGED_POLICY_CHARACTERS);
  });

  it.each(['operator', 'reader'])('speak of the asset register only where there is one: %s', async (name) => {
    const ofAssetRegister = (arns: readonly string[]) =>
      arns.filter((arn) => /asset|s3inventory-register-eu-/.test(arn));

    expect(ofAssetRegister(await resources(name))).toEqual([]);
    expect(ofAssetRegister(await resources(name, { register: { mode: 'copy' } }))).not.toEqual([]);
  });

  it.each(['operator', 'reader'])(
    'decrypt with the keys that the configuration has, and no others: %s',
    async (name) => {
      const keys = async (encryption: unknown) =>
        (await resources(name, { inventory: { encryption } })).filter((arn) => arn.includes(':kms:'));

      expect(await keys({ type: 'SSE-S3' })).toEqual([]);
      expect(await keys({ type: 'SSE-KMS', keys: { 'us-east-1': given } })).toEqual([
        'arn:aws:kms:*:222222222222:key/*',
        given,
      ]);
    },
  );

  it('read the copies of the asset register in the mode "reference" too: after a change of mode, tables show them for a while', async () => {
    const key = 'arn:aws:kms:eu-west-1:222222222222:key/c0de';
    const places = await resources('reader', { register: { mode: 'reference', kmsKeyArn: key } });

    expect(places).toContain('arn:aws:s3:::s3inventory-register-eu-west-1-222222222222/*');
    expect(places).toContain(key);
  });

  it('read the reports where the configuration has them delivered', async () => {
    const places = await resources('reader', { inventory: { destinationPrefix: 'lists' } });

    expect(places).toContain('arn:aws:s3:::s3inventory-??-*-?-222222222222/lists/*');
  });
});

describe('the policy of whoever deploys', () => {
  const full = {
    ...EVERYTHING,
    backend: {
      type: 's3',
      bucket: 'terraform-state',
      region: 'eu-west-1',
      kmsKeyArn: 'arn:aws:kms:eu-west-1:222222222222:key/1',
    },
  };
  const actions = ({ Action }: { Action: string | string[] }) => [Action].flat();

  it('fits into a managed policy by default, and says so where it does not and what to do then', async () => {
    const [small, large] = [
      await run('deployer', {}, '--format', 'json'),
      await run('deployer', full, '--format', 'json'),
    ];
    const characters = ({ out }: { out: string }) => JSON.stringify(JSON.parse(out)).length;

    expect(characters(small)).toBeLessThanOrEqual(MAX_MANAGED_POLICY_CHARACTERS);
    expect(small.notes).toBe('');
    expect(characters(large)).toBeGreaterThan(MAX_MANAGED_POLICY_CHARACTERS);
    expect(characters(large)).toBeLessThanOrEqual(10_240);
    expect(large.notes).toMatch(
      /^The policy has \d+ characters; a managed policy takes at most 6144\.\n {2}next: Make it an inline policy of the role/,
    );
  });

  it.each([
    ['one policy of the stack delegation', { delegation: { organizationReadAccess: true } }, 1],
    ['two where it does not fit into one', EVERYTHING, 2],
  ])('is held, statement by statement, by %s', async (_, changes, count) => {
    const held = policiesWith(sampleConfig(changes), /^delegation aws_iam_policy\./).map(({ policy }) => policy);

    expect(held).toHaveLength(count);
    expect(held.flatMap((policy) => (policy as { Statement: unknown[] }).Statement)).toEqual(
      (await json('deployer', changes)).Statement,
    );
  });

  it('names its actions one by one, and reads no report', async () => {
    const { Statement } = await json('deployer', full);

    expect(Statement.flatMap(actions).filter((action) => action.includes('*'))).toEqual([]);
    const reading = Statement.filter((statement) => actions(statement).includes('s3:GetObject'));
    expect(reading.flatMap(({ Resource }) => Resource)).toEqual(['arn:aws:s3:::terraform-state/orgs3/*']);
  });

  it('assumes the role of source accounts of the same organization alone, and passes roles of its own to Lambda alone', async () => {
    const { Statement } = await json('deployer');
    const of = (sid: string) => Statement.find(({ Sid }) => Sid === sid);

    expect(of('AssumeSourceRoles')).toMatchObject({
      Resource: 'arn:aws:iam::*:role/OrgS3role',
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } },
    });
    expect(of('PassRoles')).toMatchObject({
      Resource: 'arn:aws:iam::222222222222:role/s3inventory-*',
      Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    });
  });

  it('is the same whichever way the role gets into the accounts: whoever puts it there has a policy apart', async () => {
    const of = (name: string, mode: string) => json(name, { access: { mode } });

    expect(await of('deployer', 'stackset')).toEqual(await of('deployer', 'direct'));
    const stackSet = (await of('access-deployer', 'stackset')).Statement.find(({ Sid }) => Sid === 'KeepStackSet');
    expect(stackSet?.Resource).toEqual([
      'arn:aws:cloudformation:eu-west-1:*:stackset/s3inventory-access:*',
      'arn:aws:cloudformation:*:*:stackset-target/s3inventory-access:*',
      'arn:aws:cloudformation:*:*:type/resource/AWS-IAM-Role',
    ]);
    expect((await of('access-deployer', 'direct')).Statement).toMatchObject([
      { Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/OrganizationAccountAccessRole' },
    ]);
  });

  it('tags sessions where the configuration has session tags', async () => {
    const { Statement } = await json('deployer', { access: { sessionTags: { Purpose: 's3-inventory' } } });

    expect(Statement.find(({ Sid }) => Sid === 'AssumeSourceRoles')?.Action).toEqual([
      'sts:AssumeRole',
      'sts:TagSession',
    ]);
  });

  it('makes roles within the permissions boundary alone, where there is one, and fits into a managed policy with it', async () => {
    const { out, notes } = await run('deployer', { access: { permissionsBoundary: 'b/workloads' } });

    expect(out).toContain('iam:PermissionsBoundary StringEquals arn:aws:iam::222222222222:policy/b/workloads');
    expect(notes).toBe('');
  });

  it('deletes reports only where the configuration lets destroy delete them, and touches keys only where there are any', async () => {
    const emptied = async (changes: Readonly<Record<string, unknown>>) =>
      (await json('deployer', changes)).Statement.find(({ Sid }) => Sid === 'EmptyBuckets')?.Resource;

    expect(await emptied({})).toBe('arn:aws:s3:::s3inventory-results-*-222222222222/*');
    expect(await emptied({ retention: { destroyReports: true } })).toBe('arn:aws:s3:::s3inventory-*-222222222222/*');
    expect((await json('deployer')).Statement.flatMap(actions).filter((action) => action.startsWith('kms:'))).toEqual(
      [],
    );
  });
});
