import {
  GetBucketLocationCommand,
  ListBucketsCommand,
  S3Client,
  type ListBucketsCommandInput,
  type ListBucketsCommandOutput,
  type S3ClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import { mockClient, type AwsStub } from 'aws-sdk-client-mock';
import { listBuckets, regionOfLocation } from '../../../adapters/aws/buckets';
import { listBucketsXml, s3ErrorXml, startFakeAws } from './fake-aws';

const account = '111111111111';
const credentials = { accessKeyId: `KEY${account}`, secretAccessKey: 'secret' };
const access = { region: 'eu-west-1', credentials };
const named = (name: string) => Object.assign(new Error(`AWS says ${name}`), { name });

describe('listBuckets', () => {
  let s3: AwsStub<ServiceInputTypes, ServiceOutputTypes, S3ClientResolvedConfig>;
  beforeEach(() => {
    s3 = mockClient(S3Client);
  });
  afterEach(() => s3.restore());

  it('follows every page, an empty one too, and sorts by name', async () => {
    const pages: Partial<Record<string, ListBucketsCommandOutput>> = {
      first: { $metadata: {}, Buckets: [{ Name: 'b', BucketRegion: 'us-east-1' }], ContinuationToken: 'second' },
      second: { $metadata: {}, Buckets: [], ContinuationToken: 'third' },
      third: {
        $metadata: {},
        Buckets: [{ Name: 'a', BucketRegion: 'eu-west-1', CreationDate: new Date('2024-05-06T07:08:09Z') }],
      },
    };
    const asked: unknown[] = [];
    s3.on(ListBucketsCommand).callsFake((input: ListBucketsCommandInput) => {
      asked.push({ ...input });
      return pages[input.ContinuationToken ?? 'first'];
    });

    expect(await listBuckets({ access, account })).toEqual([
      { name: 'a', region: 'eu-west-1', created: '2024-05-06T07:08:09.000Z' },
      { name: 'b', region: 'us-east-1' },
    ]);
    expect(asked).toEqual([
      { MaxBuckets: 10_000 },
      { MaxBuckets: 10_000, ContinuationToken: 'second' },
      { MaxBuckets: 10_000, ContinuationToken: 'third' },
    ]);
    expect(s3.commandCalls(GetBucketLocationCommand)).toEqual([]);
  });

  it('asks for the location only of a bucket whose Region the list does not say', async () => {
    s3.on(ListBucketsCommand).resolves({
      Buckets: [{ Name: 'known', BucketRegion: 'eu-west-1' }, { Name: 'none' }, { Name: 'old' }, { Name: 'new' }],
    });
    s3.on(GetBucketLocationCommand, { Bucket: 'none' }).resolves({});
    s3.on(GetBucketLocationCommand, { Bucket: 'old' }).resolves({ LocationConstraint: 'EU' });
    s3.on(GetBucketLocationCommand, { Bucket: 'new' }).resolves({ LocationConstraint: 'ap-south-1' });

    const buckets = await listBuckets({ access, account });

    expect(buckets.map(({ name, region }) => `${name} ${region}`)).toEqual([
      'known eu-west-1',
      'new ap-south-1',
      'none us-east-1',
      'old eu-west-1',
    ]);
    expect(s3.commandCalls(GetBucketLocationCommand)).toHaveLength(3);
  });

  it('leaves out a bucket that was deleted since the listing', async () => {
    s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: 'gone' }, { Name: 'there', BucketRegion: 'eu-west-1' }] });
    s3.on(GetBucketLocationCommand).rejects(named('NoSuchBucket'));

    expect(await listBuckets({ access, account })).toEqual([{ name: 'there', region: 'eu-west-1' }]);
  });

  it('tells account, bucket and AWS’s answer where a location is refused', async () => {
    s3.on(ListBucketsCommand).resolves({ Buckets: [{ Name: 'locked' }] });
    s3.on(GetBucketLocationCommand).rejects(named('AccessDenied'));

    await expect(listBuckets({ access, account })).rejects.toMatchObject({
      operation: 'GetBucketLocation',
      target: { account, bucket: 'locked' },
      code: 'AccessDenied',
      answer: 'AWS says AccessDenied',
    });
  });

  it('tells account and AWS’s answer where the list is refused on a later page, and returns no half of it', async () => {
    s3.on(ListBucketsCommand)
      .resolvesOnce({ Buckets: [{ Name: 'a', BucketRegion: 'eu-west-1' }], ContinuationToken: 'one' })
      .rejects(named('AccessDenied'));

    await expect(listBuckets({ access, account })).rejects.toMatchObject({
      name: 'AwsCallError',
      operation: 'ListBuckets',
      target: { account },
      code: 'AccessDenied',
    });
  });
});

describe('listBuckets against a server', () => {
  it('is retried when S3 throttles', async () => {
    let refusals = 2;
    const aws = await startFakeAws(() =>
      refusals-- > 0
        ? { status: 503, body: s3ErrorXml('SlowDown', 'reduce your request rate') }
        : { body: listBucketsXml('logs') },
    );
    try {
      const buckets = await listBuckets({ access: { ...access, endpoint: aws.endpoint }, account });

      expect(buckets).toEqual([{ name: 'logs', region: 'eu-west-1' }]);
      expect(aws.calls).toHaveLength(3);
    } finally {
      await aws.close();
    }
  });
});

describe('regionOfLocation', () => {
  it.each([
    [undefined, 'us-east-1'],
    ['', 'us-east-1'],
    ['EU', 'eu-west-1'],
    ['eu-central-1', 'eu-central-1'],
  ])('reads location %p as %s', (location, region) => {
    expect(regionOfLocation(location)).toBe(region);
  });
});
