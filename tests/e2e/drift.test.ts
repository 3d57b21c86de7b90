import { join } from 'node:path';
import {
  CreateBucketCommand,
  HeadBucketCommand,
  ListBucketInventoryConfigurationsCommand,
  PutBucketInventoryConfigurationCommand,
  PutBucketTaggingCommand,
  type InventoryConfiguration,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { destinationBucketName } from '../../core/names/names';
import {
  eachStack,
  initStacks,
  orgs3,
  startChain,
  synthesize,
  writeConfiguration,
  type Chain,
} from '../../sandbox/chain';
import { createOrganization } from '../../sandbox/create-organization';
import { breakConfiguration, FAULTS } from '../../sandbox/faults';
import { fleet } from '../../sandbox/fleet';
import { bucketsOf } from '../../sandbox/organization';
import { ROOT, sandboxPaths } from '../../sandbox/paths';
import { differencesOfDrift, differencesOfPlan } from '../../sandbox/same-differences';
import { startRefusingProxy } from './refusing-proxy';

jest.setTimeout(10 * 60_000);

const ID = 'organization-inventory';
const REGION = 'eu-west-1';
const paths = sandboxPaths(join(ROOT, '.sandbox', 'e2e-drift'));
const organization = fleet({ accounts: 3, regions: 1, bucketsPerRegion: 5 });
const [first, second, third] = organization.accounts.map(({ id }) => id) as [string, string, string];
const destinationArn = `arn:aws:s3:::${destinationBucketName(REGION, organization.destinationAccount)}`;

const actionsIn = (plan: unknown) =>
  z
    .object({
      resource_changes: z
        .array(z.object({ change: z.object({ actions: z.array(z.string()), importing: z.unknown().optional() }) }))
        .default([]),
    })
    .parse(plan)
    .resource_changes.map(
      ({ change }) => `${change.importing === undefined ? '' : 'import+'}${change.actions.join('+')}`,
    );

let chain: Chain;
let stacks: string[];

const s3 = (account: string) => chain.clients.s3({ account, region: REGION });
const bucket = (account: number, number: number) => `team-${account}-${REGION}-00${number}`;
const drift = async (...args: readonly string[]) => {
  const { stdout, code } = await orgs3(chain, ['drift', '--format', 'json', ...args], [0, 1, 2]);
  return { code, differences: differencesOfDrift(JSON.parse(stdout), ID) };
};
const plan = async (stack: string) => {
  await chain.terraform.plan(stack);
  return chain.terraform.showPlan(stack);
};
const planned = async () => {
  const plans = await eachStack(stacks, plan);
  return {
    differences: [...plans.values()].flatMap(differencesOfPlan).sort(),
    actions: [...plans.values()].flatMap(actionsIn),
  };
};
const put = (account: string, Bucket: string, configuration: InventoryConfiguration) =>
  s3(account).send(
    new PutBucketInventoryConfigurationCommand({ Bucket, Id: configuration.Id, InventoryConfiguration: configuration }),
  );
const configuration = (Id: string, Frequency: 'Daily' | 'Weekly', Bucket: string): InventoryConfiguration => ({
  Id,
  IsEnabled: true,
  IncludedObjectVersions: 'Current',
  Schedule: { Frequency },
  OptionalFields: ['Size', 'ETag'],
  Destination: { S3BucketDestination: { Bucket, Format: 'Parquet', Prefix: 'old' } },
});
/** Discovers the organization, synthesizes its stacks, and initializes new ones. */
const renew = async () => {
  await orgs3(chain, ['discover', '--role', 'OrganizationAccountAccessRole']);
  stacks = (await synthesize(chain)).filter((stack) => stack.startsWith('source-'));
};

beforeAll(async () => {
  chain = await startChain({ paths, organization });
  await createOrganization(chain.clients, organization, new Date());
  await put(second, bucket(1, 3), configuration(ID, 'Weekly', destinationArn));
  await put(second, bucket(1, 3), configuration('auditors', 'Daily', 'arn:aws:s3:::auditors'));
  await renew();
});
afterAll(() => chain.emulator.stop());

describe('the inventory configurations of an organization, with real Terraform on the emulator', () => {
  it('imports and changes existing configurations in the first plan, and creates the others', async () => {
    await orgs3(chain, ['adopt']);
    await synthesize(chain);
    await initStacks(chain, stacks);

    const actions = actionsIn(await plan(`source-${second}`));

    expect(actions.sort()).toEqual(['create', 'create', 'create', 'create', 'import+update']);
  });

  it('finds no drift after the apply, and ignores configurations with other ids', async () => {
    await eachStack(stacks, chain.terraform.apply);

    expect(await drift()).toEqual({ code: 0, differences: [] });
    const request = new ListBucketInventoryConfigurationsCommand({ Bucket: bucket(1, 3) });
    const { InventoryConfigurationList = [] } = await s3(second).send(request);
    expect(InventoryConfigurationList.map(({ Id, Schedule }) => `${Id} ${Schedule?.Frequency}`).sort()).toEqual([
      'auditors Daily',
      `${ID} Daily`,
    ]);
  });

  it(`finds the same differences as the plans, field by field, after ${FAULTS.length} different faults`, async () => {
    const buckets = bucketsOf(organization);
    for (const [index, fault] of FAULTS.entries()) {
      const { account, name } = buckets[index] ?? { account: '', name: '' };
      await breakConfiguration(s3(account), name, ID, fault);
    }

    const [found, plans] = [await drift(), await planned()];

    expect(found.code).toBe(2);
    expect(found.differences).toEqual(plans.differences);
    for (const { name } of buckets.slice(0, FAULTS.length)) {
      expect(found.differences.join()).toContain(`${name} `);
    }
    expect(found.differences.filter((one) => !one.endsWith(': create')).length).toBeGreaterThan(FAULTS.length - 2);
  });

  it('also finds what no plan shows: new buckets, and foreign configurations that write into our destination bucket', async () => {
    const location = { CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
    await s3(third).send(new CreateBucketCommand({ Bucket: 'team-2-new', ...location }));
    await put(third, bucket(2, 4), configuration('spy', 'Daily', destinationArn));

    expect((await drift('--refresh', '--kind', 'unmanaged-bucket', '--kind', 'foreign')).differences).toEqual([
      `${bucket(2, 4)} spy: foreign`,
      `team-2-new ${ID}: unmanaged-bucket`,
    ]);
    expect((await planned()).differences.join()).not.toMatch(/team-2-new|spy/);
  });

  it('is repaired by another discovery and apply; nothing is left to destroy for a deleted bucket', async () => {
    await renew();
    const { actions } = await planned();
    await eachStack(stacks, chain.terraform.apply);

    expect(actions.filter((action) => action.includes('delete'))).toEqual([]);
    expect(await drift()).toEqual({ code: 2, differences: [`${bucket(2, 4)} spy: foreign`] });
  });

  it('destroys nothing if two accounts cannot be read', async () => {
    const proxy = await startRefusingProxy(chain.emulator.endpoint, [second, third]);
    const config = join(paths.folder, 'through-proxy.yaml');
    writeConfiguration({ config }, organization, proxy.endpoint);
    const role = ['--role', 'OrganizationAccountAccessRole'];

    const { code, stderr } = await orgs3(chain, ['discover', '-c', config, ...role], [1]);
    await proxy.stop();
    await synthesize(chain);

    expect(code).toBe(1);
    expect(stderr).toContain('2 accounts could not be read; their last known buckets are kept');
    expect((await planned()).actions.filter((action) => action !== 'no-op')).toEqual([]);
  });

  it('removes the configuration of a bucket that a filter excludes, but not the bucket, and applies overrides to others', async () => {
    const Tagging = { TagSet: [{ Key: 'Stage', Value: 'development' }] };
    await s3(first).send(new PutBucketTaggingCommand({ Bucket: bucket(0, 3), Tagging }));
    writeConfiguration(paths, organization, chain.emulator.endpoint, {
      filters: { accounts: { exclude: [organization.managementAccount] }, buckets: { exclude: [bucket(0, 1)] } },
      overrides: [
        { match: { buckets: [bucket(0, 2)] }, set: { enabled: false } },
        { match: { tags: { Stage: 'dev*' } }, set: { frequency: 'Weekly' } },
      ],
    });
    await renew();

    expect(differencesOfPlan(await plan(`source-${first}`))).toEqual([
      `${bucket(0, 1)} ${ID}: delete`,
      `${bucket(0, 2)} ${ID}: enabled`,
      `${bucket(0, 3)} ${ID}: frequency`,
    ]);
    await chain.terraform.apply(`source-${first}`);
    await s3(first).send(new HeadBucketCommand({ Bucket: bucket(0, 1) }));
    expect((await drift('--account', first)).differences).toEqual([]);
  });
});
