import { join } from 'node:path';
import { CreateAccountCommand, ListRootsCommand, MoveAccountCommand } from '@aws-sdk/client-organizations';
import { z } from 'zod';
import { readSnapshot } from '../../adapters/files/snapshot-files';
import { initStacks, orgs3, startChain, synthesize, writeConfiguration, type Chain } from '../../sandbox/chain';
import { createOrganization } from '../../sandbox/create-organization';
import { fleet } from '../../sandbox/fleet';
import { ROOT, sandboxPaths } from '../../sandbox/paths';
import { runProgram } from '../../sandbox/run-program';
import { emulatedIam, enforcePolicies } from './emulated-roles';

jest.setTimeout(10 * 60_000);

const paths = sandboxPaths(join(ROOT, '.sandbox', 'e2e-stackset'));
const organization = fleet({ accounts: 2, regions: 1, bucketsPerRegion: 2 });
const [destination, member] = organization.accounts.map(({ id }) => id) as [string, string];
const { managementAccount } = organization;
const NEW_ACCOUNT = '300000000009';
const ACCESS = {
  mode: 'stackset',
  externalId: 'orgs3-sandbox',
  trustedPrincipals: [`arn:aws:iam::${destination}:user/deploy`],
  sessionTags: { Purpose: 's3-inventory' },
  permissionsBoundary: 'boundaries/workloads',
};

const policySchema = z.object({
  Version: z.string(),
  Statement: z.array(z.looseObject({ Sid: z.string(), Resource: z.unknown() })),
});
/** Adapts a policy to the emulator, which checks the permission to read units without naming a unit. */
const ofEmulator = ({ Version, Statement }: z.output<typeof policySchema>) => ({
  Version,
  Statement: Statement.map((each) => (each.Sid === 'ReadUnits' ? { ...each, Resource: '*' } : each)),
});

let chain: Chain;
let iam: ReturnType<typeof emulatedIam>;

const configure = (access: Readonly<Record<string, unknown>>) =>
  writeConfiguration(paths, organization, chain.emulator.endpoint, { access });
const units = () => readSnapshot(paths.organization).organization.units;
const unitAt = (path: string) => units().find((unit) => unit.path === path)?.id ?? '';

beforeAll(async () => {
  chain = await startChain({ paths, organization });
  iam = emulatedIam(chain.emulator.endpoint);
  await createOrganization(chain.clients, organization, new Date());
  configure(ACCESS);
  await orgs3(chain, ['discover', '--role', 'OrganizationAccountAccessRole']);
  configure({ ...ACCESS, organizationalUnits: [unitAt('/Workloads')] });
});
afterAll(() => chain.emulator.stop());

describe('the role by a StackSet, with real Terraform on the emulator', () => {
  it('is in every account of the unit after one apply, and never in the management account', async () => {
    const stacks = (await synthesize(chain)).filter((stack) => stack.startsWith('access'));
    expect(stacks).toEqual(['access']);
    await initStacks(chain, stacks);

    await chain.terraform.apply('access');

    expect(await iam.role(destination, 'OrgS3role')).toBeDefined();
    expect(await iam.role(member, 'OrgS3role')).toBeDefined();
    expect(await iam.role(managementAccount, 'OrgS3role')).toBeUndefined();
  });

  it('stays: a second plan is empty', async () => {
    expect(await chain.terraform.plan('access')).toMatchObject({ changes: false });
  });

  it('lets discovery in, with the permissions that the policy "deployer" gives, and only under its external id', async () => {
    const printed = await orgs3(chain, ['policy', 'deployer', '--format', 'json']);
    const key = await iam.user(destination, 'deploy', ofEmulator(policySchema.parse(JSON.parse(printed.stdout))));
    const env = {
      ...chain.terraform.env,
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    };
    const discover = async () => {
      const args = [join(ROOT, 'bin', 'orgs3.js'), 'discover', '--format', 'json'];
      const { code, stdout, stderr } = await runProgram({ command: process.execPath, args, cwd: ROOT, env });
      if (stdout === '') throw new Error(stderr);
      const { unreadable } = z
        .object({ unreadable: z.array(z.object({ account: z.string() })) })
        .parse(JSON.parse(stdout));
      return { code, unreadable: unreadable.map(({ account }) => account) };
    };
    await enforcePolicies(chain.emulator.endpoint, true);
    try {
      expect(await discover()).toEqual({ code: 0, unreadable: [] });
      configure({ ...ACCESS, externalId: 'guessed' });
      expect(await discover()).toEqual({ code: 1, unreadable: [destination, member] });
      configure({ ...ACCESS, sessionTags: {} });
      expect(await discover()).toEqual({ code: 1, unreadable: [destination, member] });
    } finally {
      await enforcePolicies(chain.emulator.endpoint, false);
    }
  });

  it('is made automatically in an account that joins the unit', async () => {
    const client = chain.clients.organizations({ account: managementAccount, region: 'us-east-1' });
    const SourceParentId = (await client.send(new ListRootsCommand({}))).Roots?.[0]?.Id;
    const Tags = [{ Key: 'emulator:account-id', Value: NEW_ACCOUNT }];
    await client.send(new CreateAccountCommand({ AccountName: 'new', Email: 'new@example.com', Tags }));
    expect(await iam.role(NEW_ACCOUNT, 'OrgS3role')).toBeUndefined();

    const DestinationParentId = unitAt('/Workloads');
    await client.send(new MoveAccountCommand({ AccountId: NEW_ACCOUNT, SourceParentId, DestinationParentId }));

    expect(await iam.role(NEW_ACCOUNT, 'OrgS3role')).toEqual({
      ...(await iam.role(member, 'OrgS3role')),
      boundary: `arn:aws:iam::${NEW_ACCOUNT}:policy/boundaries/workloads`,
    });
  });

  it('has the same trust, permissions and boundary as the role that Terraform makes directly', async () => {
    const byStackSet = await iam.role(member, 'OrgS3role');
    configure({ ...ACCESS, mode: 'direct', roleName: 'DirectRole' });
    await synthesize(chain);
    await initStacks(chain, [`access-${member}`]);
    await chain.terraform.apply(`access-${member}`);

    const direct = await iam.role(member, 'DirectRole');

    expect(byStackSet?.boundary).toBe(`arn:aws:iam::${member}:policy/boundaries/workloads`);
    expect({ ...byStackSet, policies: Object.values(byStackSet?.policies ?? {}) }).toEqual({
      ...direct,
      policies: Object.values(direct?.policies ?? {}),
    });
  });

  it('is deleted from every account with the stack', async () => {
    configure({ ...ACCESS, organizationalUnits: [unitAt('/Workloads')] });
    await synthesize(chain);
    await initStacks(chain, ['access']);

    await chain.terraform.destroy('access');

    for (const account of [destination, member, NEW_ACCOUNT]) {
      expect(await iam.role(account, 'OrgS3role')).toBeUndefined();
    }
  });
});
