import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DeleteResourcePolicyCommand,
  DescribeOrganizationCommand,
  DescribeResourcePolicyCommand,
  ListAccountsCommand,
  ListChildrenCommand,
  ListRootsCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-organizations';
import {
  DeleteBucketInventoryConfigurationCommand,
  GetBucketInventoryConfigurationCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketInventoryConfigurationCommand,
  type InventoryConfiguration,
} from '@aws-sdk/client-s3';
import { emulatorClients, type EmulatorClients } from '../../sandbox/clients';
import { createOrganization } from '../../sandbox/create-organization';
import { emulatorAt, startEmulator, type Emulator } from '../../sandbox/emulator';
import { storedObjects } from '../../sandbox/object-store';
import { objectsFor } from '../../sandbox/objects';
import { bucketsOf, DEMO_ORGANIZATION } from '../../sandbox/organization';
import { claimPort, HOST } from '../../sandbox/ports';
import { writeReports } from '../../sandbox/report-writer';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'orgs3-emulator-'));
const log = join(folder, 'emulator.log');
const account = DEMO_ORGANIZATION.destinationAccount;
const now = new Date('2026-03-01T00:00:00.000Z');
const [shopOrders] = bucketsOf(DEMO_ORGANIZATION);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the emulator', () => {
  let emulator: Emulator;
  let clients: EmulatorClients;

  beforeAll(async () => {
    emulator = await startEmulator({ account, log });
    clients = emulatorClients(emulator.endpoint);
    await createOrganization(clients, DEMO_ORGANIZATION, now);
  });
  afterAll(() => emulator.stop());

  const organizations = () => clients.organizations({ region: 'us-east-1' });
  const s3 = () => clients.s3({ account: '012345678901', region: 'eu-west-1' });

  it('gives every account the id that the organization names, and the organization the same id in every run', async () => {
    const { Accounts = [] } = await organizations().send(new ListAccountsCommand({}));
    const { Organization } = await organizations().send(new DescribeOrganizationCommand({}));

    expect(Accounts.map(({ Id }) => Id).sort()).toEqual(
      [DEMO_ORGANIZATION.managementAccount, ...DEMO_ORGANIZATION.accounts.map(({ id }) => id)].sort(),
    );
    expect(Organization?.Id).toBe('o-8gfc1phwvo');
  });

  it('lets a member account read only what the resource policy of the organization allows', async () => {
    const region = 'us-east-1';
    const management = clients.organizations({ account: DEMO_ORGANIZATION.managementAccount, region });
    const member = clients.organizations({ account: '012345678901', region });
    const other = clients.organizations({ account: '123456789012', region });
    const refused = { name: 'AccessDeniedException' };
    const allow = (Action: string, Resource: string) => ({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::012345678901:root' },
      Action,
      Resource,
    });
    const Content = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        allow('organizations:ListRoots', '*'),
        allow('organizations:ListChildren', `arn:aws:organizations::${DEMO_ORGANIZATION.managementAccount}:root/*`),
      ],
    });
    await expect(member.send(new ListRootsCommand({}))).rejects.toMatchObject(refused);
    await expect(member.send(new PutResourcePolicyCommand({ Content }))).rejects.toMatchObject(refused);

    await management.send(new PutResourcePolicyCommand({ Content }));

    const { ResourcePolicy } = await management.send(new DescribeResourcePolicyCommand({}));
    expect(ResourcePolicy?.Content).toBe(Content);
    const { Roots = [] } = await member.send(new ListRootsCommand({}));
    const children = { ParentId: Roots[0]?.Id, ChildType: 'ORGANIZATIONAL_UNIT' } as const;
    const [unit] = (await member.send(new ListChildrenCommand(children))).Children ?? [];
    await expect(member.send(new ListChildrenCommand({ ...children, ParentId: unit?.Id }))).rejects.toMatchObject(
      refused,
    );
    await expect(member.send(new ListAccountsCommand({}))).rejects.toMatchObject(refused);
    await expect(other.send(new ListRootsCommand({}))).rejects.toMatchObject(refused);

    await management.send(new DeleteResourcePolicyCommand({}));
    await expect(member.send(new ListRootsCommand({}))).rejects.toMatchObject(refused);
    await expect(management.send(new DescribeResourcePolicyCommand({}))).rejects.toMatchObject({
      name: 'ResourcePolicyNotFoundException',
    });
  });

  it('answers several calls over one connection, as AWS does', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const call = async (method: string) => {
      const sent = request(`${emulator.endpoint}/`, { agent, method });
      sent.end();
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return { reused: sent.reusedSocket, status: answer.statusCode, body: await text(answer) };
    };

    const [first, head, last] = [await call('GET'), await call('HEAD'), await call('GET')];
    agent.destroy();

    expect(first.body).toContain('ListAllMyBucketsResult');
    expect(head).toMatchObject({ reused: true, body: '' });
    expect(last).toMatchObject({ reused: true, status: first.status });
  });

  it('lists the buckets of one account, with their Regions', async () => {
    const { Buckets = [] } = await s3().send(new ListBucketsCommand({ MaxBuckets: 100 }));

    expect(Buckets.map(({ Name, BucketRegion }) => [Name, BucketRegion]).sort()).toEqual(
      DEMO_ORGANIZATION.accounts[0]?.buckets.map(({ name, region }) => [name, region]).sort(),
    );
  });

  it('stores seeded objects with the given size, storage class, encryption and age', async () => {
    if (shopOrders === undefined) throw new Error('the organization has no bucket');
    const [seed] = objectsFor(shopOrders, now).filter(({ storageClass }) => storageClass === 'DEEP_ARCHIVE');
    const head = await s3().send(new HeadObjectCommand({ Bucket: shopOrders.name, Key: seed?.key }));

    expect(head.StorageClass).toBe('DEEP_ARCHIVE');
    expect(head.ETag).toBe(`"${seed?.eTag}"`);
    expect(head.ContentLength).toBe(seed?.size);
    expect(head.LastModified?.toISOString().slice(0, 19)).toBe(seed?.lastModified.slice(0, 19));
    expect((await storedObjects(clients.endpoint, shopOrders.name)).length).toBe(shopOrders.objects);
  });

  it('returns an inventory configuration as it was put, and deletes it without the bucket', async () => {
    const Bucket = 'shop-orders';
    const Id = 'all';
    const InventoryConfiguration: InventoryConfiguration = {
      Id,
      IsEnabled: true,
      IncludedObjectVersions: 'Current',
      Schedule: { Frequency: 'Weekly' },
      OptionalFields: ['Size'],
      Filter: { Prefix: 'a b/é&' },
      Destination: {
        S3BucketDestination: { Bucket: 'arn:aws:s3:::dest', Format: 'Parquet', Encryption: { SSES3: {} } },
      },
    };
    await s3().send(new PutBucketInventoryConfigurationCommand({ Bucket, Id, InventoryConfiguration }));
    const got = await s3().send(new GetBucketInventoryConfigurationCommand({ Bucket, Id }));
    await s3().send(new DeleteBucketInventoryConfigurationCommand({ Bucket, Id }));

    expect(got.InventoryConfiguration).toEqual(InventoryConfiguration);
    await expect(s3().send(new GetBucketInventoryConfigurationCommand({ Bucket, Id }))).rejects.toMatchObject({
      name: 'NoSuchConfiguration',
    });
    expect((await storedObjects(clients.endpoint, Bucket)).length).toBe(shopOrders?.objects);
  });

  it('receives no report if no bucket has a configuration', async () => {
    expect(await writeReports(clients, DEMO_ORGANIZATION, now)).toEqual([]);
  });
});

describe('the end of an emulator', () => {
  it('does not outlive a process that is killed', async () => {
    const port = await claimPort();
    const script = `require('tsx/cjs'); require('./sandbox/emulator').startEmulator(${JSON.stringify({ port, log })})`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    const endpoint = `http://${HOST}:${port}`;
    for (let tries = 0; tries < 300 && (await emulatorAt(endpoint)) === undefined; tries += 1) await delay(100);
    expect(await emulatorAt(endpoint)).toBeGreaterThan(0);

    parent.kill('SIGKILL');
    for (let tries = 0; tries < 100 && (await emulatorAt(endpoint)) !== undefined; tries += 1) await delay(100);

    expect(await emulatorAt(endpoint)).toBeUndefined();
  });

  it('does not listen after it is stopped', async () => {
    const emulator = await startEmulator({ log });
    await emulator.stop();

    expect(await claimPort(emulator.port)).toBe(emulator.port);
  });
});
