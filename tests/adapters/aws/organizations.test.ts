import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
  ListRootsCommand,
  OrganizationsClient,
  type Account,
} from '@aws-sdk/client-organizations';
import { mockClient } from 'aws-sdk-client-mock';
import { organizationsClient, readOrganization } from '../../../adapters/aws/organizations';
import { startFakeAws } from './fake-aws';

const MANAGEMENT = '000000000001';
const A = '111111111111';
const B = '222222222222';
const sdk = mockClient(OrganizationsClient);
const client = new OrganizationsClient({ region: 'eu-west-1' });
const named = (name: string) => Object.assign(new Error(`AWS says ${name}`), { name });

/** `/`, `/Workloads` and `/Workloads/Production`, with the given accounts. */
function givenAccounts(...accounts: readonly Account[]): void {
  const units = (id: string, name: string) => ({ OrganizationalUnits: [{ Id: id, Name: name }] });
  sdk.on(DescribeOrganizationCommand).resolves({ Organization: { Id: 'o-example123', MasterAccountId: MANAGEMENT } });
  sdk.on(ListRootsCommand).resolves({ Roots: [{ Id: 'r-ex01', Name: 'Root' }] });
  sdk.on(ListOrganizationalUnitsForParentCommand).resolves({});
  sdk.on(ListOrganizationalUnitsForParentCommand, { ParentId: 'r-ex01' }).resolves(units('ou-ex01-work', 'Workloads'));
  sdk
    .on(ListOrganizationalUnitsForParentCommand, { ParentId: 'ou-ex01-work' })
    .resolves(units('ou-ex01-prod', 'Production'));
  sdk.on(ListAccountsCommand).resolves({ Accounts: [...accounts] });
}

const inUnits = (id: string, ...units: readonly string[]): Account => ({
  Id: id,
  Name: 'an account',
  State: 'ACTIVE',
  Paths: [`o-example123/r-ex01/${[...units, id].join('/')}/`],
});

beforeEach(() => {
  sdk.reset();
});
afterAll(() => {
  sdk.restore();
});

describe('readOrganization', () => {
  it('reads the organization, its units from the root down, and each account’s place from Paths', async () => {
    givenAccounts(inUnits(A, 'ou-ex01-work', 'ou-ex01-prod'), inUnits(B));

    expect(await readOrganization(client)).toEqual({
      organization: {
        id: 'o-example123',
        managementAccount: MANAGEMENT,
        units: [
          { id: 'r-ex01', name: 'Root', path: '/' },
          { id: 'ou-ex01-work', name: 'Workloads', path: '/Workloads' },
          { id: 'ou-ex01-prod', name: 'Production', path: '/Workloads/Production' },
        ],
      },
      accounts: [
        { id: A, name: 'an account', state: 'ACTIVE', path: '/Workloads/Production' },
        { id: B, name: 'an account', state: 'ACTIVE', path: '/' },
      ],
    });
    expect(sdk.commandCalls(ListAccountsForParentCommand)).toEqual([]);
  });

  it('gives every unit a path of its own, also where names hold the separator', async () => {
    const units = (...all: readonly (readonly [id: string, name: string])[]) => ({
      OrganizationalUnits: all.map(([Id, Name]) => ({ Id, Name })),
    });
    givenAccounts(inUnits(A, 'ou-ex01-slash'), inUnits(B, 'ou-ex01-ci', 'ou-ex01-cd'));
    sdk
      .on(ListOrganizationalUnitsForParentCommand, { ParentId: 'r-ex01' })
      .resolves(units(['ou-ex01-slash', 'CI/CD'], ['ou-ex01-ci', 'CI'], ['ou-ex01-percent', 'CI%2FCD']));
    sdk
      .on(ListOrganizationalUnitsForParentCommand, { ParentId: 'ou-ex01-ci' })
      .resolves(units(['ou-ex01-cd', 'CD'], ['ou-ex01-dot', '.'], ['ou-ex01-dots', '..']));

    const { organization, accounts } = await readOrganization(client);
    expect(organization.units.map(({ name, path }) => [name, path])).toEqual([
      ['Root', '/'],
      ['CI/CD', '/CI%2FCD'],
      ['CI', '/CI'],
      ['CI%2FCD', '/CI%252FCD'],
      ['CD', '/CI/CD'],
      ['.', '/CI/%2E'],
      ['..', '/CI/%2E%2E'],
    ]);
    expect(accounts).toMatchObject([
      { id: A, path: '/CI%2FCD' },
      { id: B, path: '/CI/CD' },
    ]);
  });

  it('follows pages that are empty and still have a next one', async () => {
    givenAccounts();
    sdk
      .on(ListAccountsCommand)
      .resolvesOnce({ Accounts: [], NextToken: 'one' })
      .resolvesOnce({ Accounts: [inUnits(A)], NextToken: 'two' })
      .resolvesOnce({ NextToken: 'three' })
      .resolves({ Accounts: [inUnits(B)] });

    expect((await readOrganization(client)).accounts.map(({ id }) => id)).toEqual([A, B]);
  });

  it('lists the accounts of each unit once where AWS names no paths', async () => {
    givenAccounts({ Id: A, Name: 'a', State: 'ACTIVE' }, { Id: B, Name: 'b', State: 'ACTIVE' });
    sdk.on(ListAccountsForParentCommand).resolves({ Accounts: [] });
    sdk.on(ListAccountsForParentCommand, { ParentId: 'ou-ex01-work' }).resolves({ Accounts: [{ Id: A }, { Id: B }] });

    expect((await readOrganization(client)).accounts.map(({ path }) => path)).toEqual(['/Workloads', '/Workloads']);
    expect(sdk.commandCalls(ListAccountsForParentCommand)).toHaveLength(3);
    expect(sdk.commandCalls(ListParentsCommand)).toEqual([]);
  });

  it('does not lose an account that is moved while the units are read', async () => {
    givenAccounts({ Id: A, Name: 'a', State: 'ACTIVE' });
    sdk.on(ListAccountsForParentCommand).resolves({ Accounts: [] });
    sdk
      .on(ListParentsCommand, { ChildId: A })
      .resolves({ Parents: [{ Id: 'ou-ex01-prod', Type: 'ORGANIZATIONAL_UNIT' }] });

    expect((await readOrganization(client)).accounts).toMatchObject([{ id: A, path: '/Workloads/Production' }]);
  });

  it('refuses to guess the place of an account in a unit that has just been made', async () => {
    givenAccounts({ Id: A, Name: 'a', State: 'ACTIVE' });
    sdk.on(ListAccountsForParentCommand).resolves({ Accounts: [] });
    sdk.on(ListParentsCommand).resolves({ Parents: [{ Id: 'ou-ex01-new', Type: 'ORGANIZATIONAL_UNIT' }] });

    await expect(readOrganization(client)).rejects.toMatchObject({
      message: expect.stringContaining(A) as string,
      next: expect.stringContaining('Repeat') as string,
    });
  });

  it('prefers State, and falls back to Status', async () => {
    givenAccounts(
      { ...inUnits(A), State: 'CLOSED', Status: 'SUSPENDED' },
      { Id: B, Name: 'b', Status: 'SUSPENDED', Paths: ['o-example123/r-ex01/'] },
    );

    expect((await readOrganization(client)).accounts.map(({ state }) => state)).toEqual(['CLOSED', 'SUSPENDED']);
  });

  it('refuses an account without a state', async () => {
    givenAccounts({ Id: A, Name: 'a' });

    await expect(readOrganization(client)).rejects.toThrow(`account ${A} has neither State nor Status`);
  });

  it.each([
    ['AccessDeniedException', 'once the stack "delegation" is applied'],
    ['AWSOrganizationsNotInUseException', 'outside any organization'],
    ['ExpiredTokenException', 'Sign in'],
  ])('after %s says what to do', async (code, next) => {
    givenAccounts();
    sdk.on(ListAccountsCommand).rejects(named(code));

    await expect(readOrganization(client)).rejects.toMatchObject({
      name: 'AwsCallError',
      operation: 'ListAccounts',
      code,
      next: expect.stringContaining(next) as string,
    });
  });

  it('asks 157 calls for 1,000 accounts in 100 units', async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `5${String(index).padStart(11, '0')}`);
    const units = Array.from({ length: 100 }, (_, index) => ({ Id: `ou-ex01-${index}`, Name: `unit ${index}` }));
    givenAccounts();
    sdk.on(ListOrganizationalUnitsForParentCommand, { ParentId: 'r-ex01' }).callsFake(({ NextToken: token = '0' }) => {
      const from = Number(token);
      const next = from + 20 < units.length ? { NextToken: String(from + 20) } : {};
      return { OrganizationalUnits: units.slice(from, from + 20), ...next };
    });
    sdk.on(ListAccountsCommand).callsFake(({ NextToken: token = '0' }) => {
      const from = Number(token);
      const next = from + 20 < ids.length ? { NextToken: String(from + 20) } : {};
      return { Accounts: ids.slice(from, from + 20).map((id) => inUnits(id, 'ou-ex01-7')), ...next };
    });

    const { accounts } = await readOrganization(client);

    expect(new Set(accounts.map(({ path }) => path))).toEqual(new Set(['/unit 7']));
    expect(accounts).toHaveLength(1000);
    expect(sdk.calls()).toHaveLength(1 + 1 + 5 + 100 + 50);
  });
});

describe('organizationsClient', () => {
  it('is retried when Organizations throttles', async () => {
    sdk.restore();
    let refusals = 2;
    const aws = await startFakeAws(() =>
      refusals-- > 0
        ? { status: 400, body: { __type: 'TooManyRequestsException', Type: 'RATE', Message: 'slow down' } }
        : { body: { Organization: { Id: 'o-example123', MasterAccountId: MANAGEMENT } } },
    );
    try {
      const access = {
        region: 'eu-west-1',
        endpoint: aws.endpoint,
        credentials: { accessKeyId: 'KEY', secretAccessKey: 's' },
      };
      const { Organization } = await organizationsClient(access).send(new DescribeOrganizationCommand({}));

      expect(Organization?.Id).toBe('o-example123');
      expect(aws.calls).toHaveLength(3);
    } finally {
      await aws.close();
    }
  });
});
