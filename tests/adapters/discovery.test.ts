import { discoveryCalls } from '../../adapters/discovery';
import { exampleConfig } from '../core/organization/example';
import { assumeRoleXml, listBucketsXml, startFakeAws, stsErrorXml, type FakeAws, type FakeCall } from './fake-aws';

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
  return account === B
    ? { status: 403, body: stsErrorXml('AccessDenied', 'not authorized') }
    : { body: assumeRoleXml(account) };
}

const calls = (roleName = 'OrgS3role') =>
  discoveryCalls(exampleConfig({ access: { externalId: 'word' }, emulator: { endpoint: aws.endpoint } }), roleName);

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

  it('sends the external id along with the role of the configuration, and with no other', async () => {
    await calls().readBuckets(A, signal);
    await calls('Bootstrap').readBuckets(A, signal);

    const roles = aws.calls.filter(({ operation }) => operation === 'AssumeRole').map(({ input }) => input);
    expect(roles.map(({ RoleArn, ExternalId }) => [RoleArn, ExternalId])).toEqual([
      [`arn:aws:iam::${A}:role/OrgS3role`, 'word'],
      [`arn:aws:iam::${A}:role/Bootstrap`, undefined],
    ]);
  });
});
