import { ListBucketInventoryConfigurationsCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { driftCalls } from '../../../adapters/calls/drift';
import { readingSessionPolicy } from '../../../core/policies/access';
import { exampleConfig } from '../../core/organization/example';
import {
  assumeRoleXml,
  inventoriesXml,
  listBucketsXml,
  startFakeAws,
  stsErrorXml,
  type FakeAws,
} from '../aws/fake-aws';

const [A, B] = ['111111111111', '222222222222'] as const;
const signal = new AbortController().signal;
const place = (account: string, region: string, bucket: string) => ({ account, region, bucket });

process.env['AWS_ACCESS_KEY_ID'] = 'test';
process.env['AWS_SECRET_ACCESS_KEY'] = 'test';

const mockS3 = () => mockClient(S3Client);
const mockSts = () => mockClient(STSClient);

describe('driftCalls', () => {
  let s3: ReturnType<typeof mockS3>;
  let sts: ReturnType<typeof mockSts>;
  /** The calls: operation, bucket, and Region and credentials of the client. */
  let calls: string[];
  const remember = async (what: string, client: S3Client) => {
    const [region, { accessKeyId }] = await Promise.all([client.config.region(), client.config.credentials()]);
    calls.push(`${what} ${region} ${accessKeyId}`);
    return {};
  };
  beforeEach(() => {
    calls = [];
    [s3, sts] = [mockS3(), mockSts()];
    sts.on(AssumeRoleCommand).callsFake(({ RoleArn = '' }: AssumeRoleCommandInput) =>
      Promise.resolve({
        Credentials: {
          AccessKeyId: `KEY${RoleArn.split(':')[4]}`,
          SecretAccessKey: 'secret',
          SessionToken: 'token',
          Expiration: new Date('2999-01-01'),
        },
      }),
    );
    s3.on(ListBucketInventoryConfigurationsCommand).callsFake(
      ({ Bucket }: { Bucket: string }, getClient: () => S3Client) => remember(Bucket, getClient()),
    );
    s3.on(ListBucketsCommand).callsFake((_input, getClient: () => S3Client) => remember('list', getClient()));
  });
  afterEach(() => {
    s3.restore();
    sts.restore();
  });

  it('asks each bucket in its own Region, with credentials of its account', async () => {
    const drift = driftCalls(exampleConfig(), 4);

    await drift.readConfigurations(place(A, 'us-east-1', 'a'), signal);
    await drift.readConfigurations(place(A, 'ap-south-1', 'b'), signal);
    await drift.readConfigurations(place(B, 'us-east-1', 'c'), signal);
    drift.close();

    expect(calls).toEqual([`a us-east-1 KEY${A}`, `b ap-south-1 KEY${A}`, `c us-east-1 KEY${B}`]);
  });

  it('assumes the role once per account, however many Regions and buckets there are', async () => {
    const drift = driftCalls(exampleConfig(), 4);

    await Promise.all([A, B].map((account) => drift.open(account, signal)));
    await drift.listBuckets(A, signal);
    await Promise.all(
      ['eu-west-1', 'us-east-1', 'us-east-1'].flatMap((region) =>
        [A, B].map((account) => drift.readConfigurations(place(account, region, 'a'), signal)),
      ),
    );
    drift.close();

    const roles = sts.commandCalls(AssumeRoleCommand).map(({ args }) => args[0].input);
    expect(roles.map(({ RoleArn }) => RoleArn)).toEqual([
      `arn:aws:iam::${A}:role/OrgS3role`,
      `arn:aws:iam::${B}:role/OrgS3role`,
    ]);
    expect(calls).toHaveLength(7);
  });

  it('makes one client per account and Region, and all share their connections', async () => {
    const drift = driftCalls(exampleConfig(), 4);
    const places = [
      place(A, 'eu-west-1', 'a'),
      place(A, 'eu-west-1', 'b'),
      place(A, 'us-east-1', 'c'),
      place(B, 'eu-west-1', 'd'),
    ];

    for (const one of places) await drift.readConfigurations(one, signal);
    drift.close();

    const clients = s3
      .commandCalls(ListBucketInventoryConfigurationsCommand)
      .map(({ thisValue }) => thisValue as S3Client);
    expect(new Set(clients).size).toBe(3);
    expect(new Set(clients.map(({ config }) => config.requestHandler)).size).toBe(1);
  });

  it('asks the endpoint of the Region, not one of each bucket: connections serve for all buckets then', async () => {
    const drift = driftCalls(exampleConfig(), 4);
    await drift.readConfigurations(place(A, 'ap-south-1', 'a'), signal);
    const client = s3.commandCalls(ListBucketInventoryConfigurationsCommand)[0]?.thisValue as S3Client;
    s3.restore();
    const handle = jest.spyOn(client.config.requestHandler, 'handle').mockRejectedValue(new Error('not sent'));

    await expect(drift.readConfigurations(place(A, 'ap-south-1', 'logs'), signal)).rejects.toThrow('not sent');

    const request = { hostname: 's3.ap-south-1.amazonaws.com', path: '/logs/' };
    expect(handle).toHaveBeenCalledWith(expect.objectContaining(request), expect.anything());
  });

  it('has sessions that may only read', async () => {
    const drift = driftCalls(exampleConfig(), 4);

    await drift.open(A, signal);
    drift.close();

    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input.Policy).toBe(readingSessionPolicy('eu-west-1'));
  });

  it('sends the role’s external id and session tags', async () => {
    const drift = driftCalls(
      exampleConfig({ access: { roleName: 'Reader', externalId: 'word', sessionTags: { Team: 'storage' } } }),
      4,
    );

    await drift.open(A, signal);
    drift.close();

    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input).toMatchObject({
      RoleArn: `arn:aws:iam::${A}:role/Reader`,
      ExternalId: 'word',
      Tags: [{ Key: 'Team', Value: 'storage' }],
    });
  });
});

describe('driftCalls on the wire', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = await startFakeAws(({ operation, account = '', bucket }) => {
      if (operation === 'AssumeRole' && account === B) {
        return { status: 403, body: stsErrorXml('AccessDenied', 'not authorized') };
      }
      if (operation === 'AssumeRole') return { body: assumeRoleXml(account) };
      if (operation === 'ListBuckets') return { body: listBucketsXml('logs') };
      return { body: inventoriesXml({ id: `of-${bucket}` }) };
    });
  });
  afterEach(() => aws.close());

  const calls = () => driftCalls(exampleConfig({ emulator: { endpoint: aws.endpoint } }), 4);

  it('signs for the Region of the bucket, and makes one call per bucket', async () => {
    const drift = calls();

    await drift.open(A, signal);
    const found = await drift.readConfigurations(place(A, 'ap-south-1', 'logs'), signal);
    drift.close();

    expect(found).toMatchObject([{ id: 'of-logs', encryption: 'SSE-S3' }]);
    expect(aws.calls.map(({ operation, account, region, bucket }) => [operation, account, region, bucket])).toEqual([
      ['AssumeRole', A, 'eu-west-1', undefined],
      ['ListBucketInventoryConfigurations', A, 'ap-south-1', 'logs'],
    ]);
  });

  it('lists buckets in the home Region', async () => {
    const drift = calls();

    expect(await drift.listBuckets(A, signal)).toEqual([{ name: 'logs', region: 'eu-west-1' }]);
    drift.close();

    expect(aws.calls.map(({ operation, region }) => [operation, region])).toEqual([
      ['AssumeRole', 'eu-west-1'],
      ['ListBuckets', 'eu-west-1'],
    ]);
  });

  it('tells that the role was refused, and asks S3 nothing then', async () => {
    const drift = calls();
    const refusal = { name: 'AwsCallError', operation: 'AssumeRole', code: 'AccessDenied' };

    await expect(drift.open(B, signal)).rejects.toMatchObject(refusal);
    await expect(drift.readConfigurations(place(B, 'eu-west-1', 'logs'), signal)).rejects.toMatchObject(refusal);
    drift.close();

    expect(aws.calls.map(({ operation }) => operation)).toEqual(['AssumeRole', 'AssumeRole']);
  });
});
