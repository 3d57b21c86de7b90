import { join } from 'node:path';
import { DeregisterDelegatedAdministratorCommand } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { accountCredentials } from '../../adapters/aws/sessions';
import { STACK_SETS_SERVICE } from '../../core/names/names';
import { initStacks, orgs3, startChain, synthesize, writeConfiguration, type Chain } from '../../sandbox/chain';
import { createOrganization } from '../../sandbox/create-organization';
import { TEST_CREDENTIALS } from '../../sandbox/environment';
import { fleet } from '../../sandbox/fleet';
import { ROOT, sandboxPaths } from '../../sandbox/paths';
import { answered, unsignedCall } from '../../sandbox/unsigned-call';

jest.setTimeout(5 * 60_000);

const ROLE = 'OrganizationAccountAccessRole';
const STACK = 'delegation';
const paths = sandboxPaths(join(ROOT, '.sandbox', 'e2e-delegation'));
const organization = fleet({ accounts: 2, regions: 1, bucketsPerRegion: 1 });
const { managementAccount, destinationAccount } = organization;
const [, otherMember = ''] = organization.accounts.map(({ id }) => id);

let chain: Chain;

/** Signs Terraform and orgs3 in to an account. */
async function signIn(account: string): Promise<void> {
  const region = 'us-east-1';
  const sts = new STSClient({ region, endpoint: chain.emulator.endpoint, credentials: TEST_CREDENTIALS });
  const credentials =
    account === destinationAccount
      ? TEST_CREDENTIALS
      : await accountCredentials({ account, roleName: ROLE, region, sts })();
  Object.assign(chain.terraform.env, {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: 'sessionToken' in credentials ? credentials.sessionToken : '',
  });
}

const discover = (...allowed: readonly number[]) => orgs3(chain, ['discover', '--role', ROLE], allowed);

async function delegate(delegation: Readonly<Record<string, unknown>>): Promise<void> {
  writeConfiguration(paths, organization, chain.emulator.endpoint, { delegation });
  await synthesize(chain);
}

async function createRole(RoleName: string): Promise<void> {
  const body = new URLSearchParams({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
  });
  await answered(await unsignedCall(chain.emulator.endpoint, { service: 'iam', region: 'us-east-1' }, body));
}

beforeAll(async () => {
  chain = await startChain({ paths, organization });
  await createOrganization(chain.clients, organization, new Date());
  const management = chain.clients.organizations({ account: managementAccount, region: 'us-east-1' });
  await management.send(
    new DeregisterDelegatedAdministratorCommand({
      AccountId: destinationAccount,
      ServicePrincipal: STACK_SETS_SERVICE,
    }),
  );
  await createRole('deploy');
});
afterAll(() => chain.emulator.stop());

describe('the stack delegation, with real Terraform on the emulator', () => {
  it('is needed by the destination account, whose error says what to do', async () => {
    const { stderr } = await discover(1);

    expect(stderr).toMatch(/failed: AccessDeniedException/);
    expect(stderr).toMatch(/next: .*once the stack "delegation" is applied/);
  });

  it('is applied with the credentials of the management account; a second plan is empty', async () => {
    await signIn(managementAccount);
    await discover(0);
    await delegate({ organizationReadAccess: true, attachTo: ['deploy'] });
    await initStacks(chain, [STACK]);

    await chain.terraform.apply(STACK);

    expect(await chain.terraform.plan(STACK)).toMatchObject({ changes: false });
  });

  it('lets the destination account discover, but no other member account', async () => {
    await signIn(otherMember);
    expect((await discover(1)).stderr).toMatch(/failed: AccessDeniedException/);

    await signIn(destinationAccount);
    expect((await discover(0)).stdout).toContain('in scope 2, read 2.');
  });

  it('stays the same when the destination account applies it through a role of the management account', async () => {
    await delegate({ organizationReadAccess: true, attachTo: ['deploy'], managementRole: ROLE });

    expect(await chain.terraform.plan(STACK)).toMatchObject({ changes: false });
  });

  it('registers the destination account for stack sets instead, which lets it discover too', async () => {
    await delegate({ organizationReadAccess: false, stackSets: true, managementRole: ROLE });

    await chain.terraform.apply(STACK);

    expect(await chain.terraform.plan(STACK)).toMatchObject({ changes: false });
    await discover(0);
  });

  it('leaves nothing behind when it is destroyed', async () => {
    await chain.terraform.destroy(STACK);

    expect((await discover(1)).stderr).toMatch(/failed: AccessDeniedException/);
  });
});
