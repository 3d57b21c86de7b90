import { GetBucketTaggingCommand, S3Client, type GetBucketTaggingCommandInput } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { readBucketTags } from '../../../adapters/aws/bucket-tags';
import { bucket } from '../../core/organization/example';
import { s3ErrorXml, startFakeAws, taggingXml, type FakeAnswer, type FakeAws, type FakeCall } from './fake-aws';

const account = '111111111111';
const credentials = { accessKeyId: `KEY${account}`, secretAccessKey: 'secret' };

let aws: FakeAws;
let answers: Record<string, FakeAnswer>;
beforeEach(async () => {
  answers = {};
  aws = await startFakeAws(({ bucket: name = '' }) => answers[name] ?? { body: taggingXml({ bucket: name }) });
});
afterEach(() => aws.close());

const read = (...buckets: readonly ReturnType<typeof bucket>[]) =>
  readBucketTags({ access: { endpoint: aws.endpoint, credentials }, account, buckets });

describe('readBucketTags', () => {
  it('asks each bucket in its own Region, with the credentials of the account, and answers in order', async () => {
    const found = await read(bucket('b', 'us-east-1'), bucket('a', 'eu-west-1'), bucket('c', 'us-east-1'));

    expect(found).toEqual([
      { bucket: bucket('b', 'us-east-1'), tags: { bucket: 'b' } },
      { bucket: bucket('a', 'eu-west-1'), tags: { bucket: 'a' } },
      { bucket: bucket('c', 'us-east-1'), tags: { bucket: 'c' } },
    ]);
    const asked = (call: FakeCall) => [call.operation, call.account, call.region, call.bucket];
    expect(aws.calls.map(asked).sort()).toEqual([
      ['GetBucketTagging', account, 'eu-west-1', 'a'],
      ['GetBucketTagging', account, 'us-east-1', 'b'],
      ['GetBucketTagging', account, 'us-east-1', 'c'],
    ]);
  });

  it('leaves out the tags that AWS sets', async () => {
    answers = { logs: { body: taggingXml({ Stage: 'dev', 'aws:cloudformation:stack-name': 'x', empty: '' }) } };

    expect(await read(bucket('logs'))).toMatchObject([{ tags: { Stage: 'dev', empty: '' } }]);
    expect(await read(bucket('logs'))).not.toMatchObject([{ tags: { 'aws:cloudformation:stack-name': 'x' } }]);
  });

  it('takes a bucket without a tag set for one without tags', async () => {
    answers = { plain: { status: 404, body: s3ErrorXml('NoSuchTagSet', 'There is no tag set') } };

    expect(await read(bucket('plain'))).toEqual([{ bucket: bucket('plain'), tags: {} }]);
  });

  it('tells account, Region, bucket and AWS’s answer of one that refuses, and reads the others', async () => {
    answers = { locked: { status: 403, body: s3ErrorXml('AccessDenied', 'not yours') } };

    expect(await read(bucket('locked'), bucket('logs'))).toMatchObject([
      {
        bucket: bucket('locked'),
        error: {
          name: 'AwsCallError',
          operation: 'GetBucketTagging',
          target: { account, region: 'eu-west-1', bucket: 'locked' },
          code: 'AccessDenied',
          answer: 'not yours',
        },
      },
      { tags: { bucket: 'logs' } },
    ]);
  });

  it('reads a thousand buckets, never more than 8 at once, and none that changed hands', async () => {
    const buckets = Array.from({ length: 1000 }, (_, index) => bucket(`b${index}`, `eu-west-${(index % 3) + 1}`));
    let [running, most] = [0, 0];
    const owners = new Set<string | undefined>();
    const s3 = mockClient(S3Client);
    s3.on(GetBucketTaggingCommand).callsFake(async ({ Bucket, ExpectedBucketOwner }: GetBucketTaggingCommandInput) => {
      owners.add(ExpectedBucketOwner);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return { TagSet: [{ Key: 'bucket', Value: Bucket }] };
    });

    const found = await read(...buckets).finally(() => s3.restore());

    expect(found).toEqual(buckets.map((one) => ({ bucket: one, tags: { bucket: one.name } })));
    expect(most).toBe(8);
    expect([...owners]).toEqual([account]);
  });

  it('stops when interrupted', async () => {
    const controller = new AbortController();
    controller.abort(new Error('interrupted'));
    const request = { access: { endpoint: aws.endpoint, credentials }, account, buckets: [bucket('logs')] };

    await expect(readBucketTags({ ...request, signal: controller.signal })).rejects.toThrow('interrupted');
    expect(aws.calls).toEqual([]);
  });
});
