import { configurationCalls, discoveryCalls } from '../../../adapters/calls/discovery';
import { readingSessionPolicy } from '../../../core/policies/access';
import { bucket, exampleConfig } from '../../core/organization/example';
import {
  assumeRoleXml,
  directoryBucketsXml,
  inventoriesXml,
  listBucketsXml,
  startFakeAws,
  stsErrorXml,
  taggingXml,
  type FakeAws,
  type FakeCall,
} from '../aws/fake-aws';

const A = '111111111111';
const B = '222222222222';
const signal = new AbortController().signal;

let aws: FakeAws;
beforeEach(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'test';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
  aws = await startFakeAws(answer);
});
afterEach(() => aws.close());

function answer({ operation, account = '' }: FakeCall) {
  if (operation === 'ListBuckets') return { body: listBucketsXml(`logs-${account}`) };
  if (operation === 'GetBucketTagging') return { body: taggingXml({ Stage: 'dev' }) };
  if (operation === 'ListDirectoryBuckets') return { body: directoryBucketsXml('fast--use1-az4--x-s3') };
  if (operation === 'ListBucketInventoryConfigurations') return { body: inventoriesXml({ id: 'daily' }) };
  return account === B
    ? { status: 403, body: stsErrorXml('AccessDenied', 'not authorized') }
    : { body: assumeRoleXml(account) };
}

const config = () =>
  exampleConfig({
    access: { externalId: 'word', sessionTags: { Team: 'storage' } },
    emulator: { endpoint: aws.endpoint },
  });
const calls = (roleName = 'OrgS3role') => discoveryCalls(config(), roleName);
const sessionsBegun = () => aws.calls.filter(({ operation }) => operation === 'AssumeRole');
const rolesAssumed = () =>
  sessionsBegun().map(({ input }) => [input['RoleArn'], input['ExternalId'], input['Tags.member.1.Value']]);

describe('discoveryCalls', () => {
  it('reads an account with exactly one AssumeRole and one ListBuckets', async () => {
    const buckets = await calls().readBuckets(A, signal);

    expect(buckets).toEqual([{ name: `logs-${A}`, region: 'eu-west-1' }]);
    expect(aws.calls.map(({ operation, account }) => [operation, account])).toEqual([
      ['AssumeRole', A],
      ['ListBuckets', A],
    ]);
    expect(aws.calls[1]?.input).toMatchObject({ 'max-buckets': '10000' });
  });

  it('does not ask S3, nor STS a second time, where the role is refused', async () => {
    await expect(calls().readBuckets(B, signal)).rejects.toMatchObject({
      operation: 'AssumeRole',
      code: 'AccessDenied',
    });

    expect(aws.calls.map(({ operation }) => operation)).toEqual(['AssumeRole']);
  });

  it('sends the external id and the session tags along with the role of the configuration, and with no other', async () => {
    await calls().readBuckets(A, signal);
    await calls('Bootstrap').readBuckets(A, signal);

    expect(rolesAssumed()).toEqual([
      [`arn:aws:iam::${A}:role/OrgS3role`, 'word', 'storage'],
      [`arn:aws:iam::${A}:role/Bootstrap`, undefined, undefined],
    ]);
  });

  it.each(['OrgS3role', 'OrganizationAccountAccessRole'])(
    'has a session of %s that may only read',
    async (roleName) => {
      await calls(roleName).readBuckets(A, signal);

      expect(sessionsBegun().map(({ input }) => input['Policy'])).toEqual([readingSessionPolicy('eu-west-1')]);
    },
  );

  it('assumes the role once for the buckets, tags and directory buckets of an account, each asked in its Region', async () => {
    const steps = calls();
    await steps.readBuckets(A, signal);
    const tags = await steps.readTags(A, [bucket('a', 'us-east-1'), bucket('b', 'ap-south-1')], signal);
    const names = await steps.readDirectoryBuckets({ account: A, region: 'us-west-2' }, signal);

    expect(tags.map((answer) => 'tags' in answer && answer.tags)).toEqual([{ Stage: 'dev' }, { Stage: 'dev' }]);
    expect(names).toEqual(['fast--use1-az4--x-s3']);
    expect(aws.calls.map(({ operation, account, region }) => [operation, account, region]).sort()).toEqual([
      ['AssumeRole', A, 'eu-west-1'],
      ['GetBucketTagging', A, 'ap-south-1'],
      ['GetBucketTagging', A, 'us-east-1'],
      ['ListBuckets', A, 'eu-west-1'],
      ['ListDirectoryBuckets', A, 'us-west-2'],
    ]);
  });
});

describe('configurationCalls', () => {
  it('reads configurations through the role that discovery assumes, which need not be that of the configuration', async () => {
    const steps = configurationCalls(config(), 'Bootstrap', 4);
    const found = await steps.readConfigurations({ account: A, region: 'us-east-1', bucket: 'logs' }, signal);
    steps.close();

    expect(found.map(({ id }) => id)).toEqual(['daily']);
    expect(rolesAssumed()).toEqual([[`arn:aws:iam::${A}:role/Bootstrap`, undefined]]);
    expect(sessionsBegun().map(({ input }) => input['Policy'])).toEqual([readingSessionPolicy('eu-west-1')]);
  });
});
