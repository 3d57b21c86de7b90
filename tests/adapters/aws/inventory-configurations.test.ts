import {
  ListBucketInventoryConfigurationsCommand,
  S3Client,
  type InventoryConfiguration,
  type S3ClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import { mockClient, type AwsStub } from 'aws-sdk-client-mock';
import { listInventoryConfigurations } from '../../../adapters/aws/inventory-configurations';
import { s3ErrorXml, startFakeAws } from './fake-aws';

const bucket = { account: '111111111111', region: 'eu-west-1', bucket: 'logs' };
const client = new S3Client({ region: 'eu-west-1' });

const destination = {
  Bucket: 'arn:aws:s3:::reports',
  AccountId: '222222222222',
  Prefix: 'inventory/111111111111',
  Format: 'Parquet',
} as const;
const inventory: InventoryConfiguration = {
  Id: 'main',
  IsEnabled: true,
  IncludedObjectVersions: 'Current',
  Schedule: { Frequency: 'Daily' },
  OptionalFields: ['Size', 'ETag'],
  Destination: { S3BucketDestination: destination },
};
const live = {
  id: 'main',
  enabled: true,
  format: 'Parquet',
  frequency: 'Daily',
  versions: 'Current',
  fields: ['Size', 'ETag'],
  prefixFilter: undefined,
  destination: { bucketArn: 'arn:aws:s3:::reports', account: '222222222222', prefix: 'inventory/111111111111' },
  encryption: 'none',
};

describe('listInventoryConfigurations', () => {
  let s3: AwsStub<ServiceInputTypes, ServiceOutputTypes, S3ClientResolvedConfig>;
  beforeEach(() => {
    s3 = mockClient(S3Client);
  });
  afterEach(() => s3.restore());

  /** The result for one configuration of S3. */
  async function read(changes: Partial<InventoryConfiguration>) {
    s3.on(ListBucketInventoryConfigurationsCommand).resolves({
      InventoryConfigurationList: [{ ...inventory, ...changes }],
    });
    const [found] = await listInventoryConfigurations(client, bucket);
    return found;
  }

  it('gives every setting in our terms', async () => {
    expect(await read({})).toEqual(live);
  });

  it('asks for the bucket of this account alone: a name may belong to somebody else by now', async () => {
    await read({});

    expect(s3.commandCalls(ListBucketInventoryConfigurationsCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'logs', ExpectedBucketOwner: '111111111111' },
    ]);
  });

  it('follows every page, an empty one too', async () => {
    s3.on(ListBucketInventoryConfigurationsCommand, { ContinuationToken: 'third' }).resolves({
      InventoryConfigurationList: [{ ...inventory, Id: 'last' }],
      IsTruncated: false,
    });
    s3.on(ListBucketInventoryConfigurationsCommand, { ContinuationToken: 'second' }).resolves({
      IsTruncated: true,
      NextContinuationToken: 'third',
    });
    s3.on(ListBucketInventoryConfigurationsCommand, { ContinuationToken: undefined }).resolves({
      InventoryConfigurationList: [inventory],
      IsTruncated: true,
      NextContinuationToken: 'second',
    });

    expect((await listInventoryConfigurations(client, bucket)).map(({ id }) => id)).toEqual(['main', 'last']);
    expect(s3.commandCalls(ListBucketInventoryConfigurationsCommand)).toHaveLength(3);
  });

  it('finds none where S3 tells none', async () => {
    s3.on(ListBucketInventoryConfigurationsCommand).resolves({ IsTruncated: false });

    expect(await listInventoryConfigurations(client, bucket)).toEqual([]);
  });

  it.each([
    ['nothing', undefined, 'none'],
    ['SSE-S3', { SSES3: {} }, 'SSE-S3'],
    [
      'SSE-KMS',
      { SSEKMS: { KeyId: 'arn:aws:kms:eu-west-1:222222222222:key/1' } },
      { kmsKeyArn: 'arn:aws:kms:eu-west-1:222222222222:key/1' },
    ],
    ['something newer', {}, 'unknown'],
  ])('reads the encryption where S3 says %s', async (_what, Encryption, encryption) => {
    const found = await read({
      Destination: {
        S3BucketDestination: { ...destination, ...(Encryption === undefined ? {} : { Encryption }) },
      },
    });

    expect(found).toEqual({ ...live, encryption });
  });

  it('tells no filter from an empty one', async () => {
    expect((await read({}))?.prefixFilter).toBeUndefined();
    expect((await read({ Filter: { Prefix: '' } }))?.prefixFilter).toBe('');
    expect((await read({ Filter: { Prefix: undefined } }))?.prefixFilter).toBe('');
    expect((await read({ Filter: { Prefix: 'logs/' } }))?.prefixFilter).toBe('logs/');
  });

  it('does not stumble over a configuration of which hardly anything is told', async () => {
    const bare = { Id: 'bare', IsEnabled: undefined, IncludedObjectVersions: undefined, Schedule: undefined };

    expect(await read({ ...bare, OptionalFields: undefined, Destination: undefined })).toEqual({
      id: 'bare',
      enabled: false,
      format: undefined,
      frequency: undefined,
      versions: undefined,
      fields: [],
      prefixFilter: undefined,
      destination: { bucketArn: undefined, account: undefined, prefix: undefined },
      encryption: 'none',
    });
  });

  it.each(['NoSuchBucket', 'AccessDenied'])('tells bucket, account, Region and AWS’s answer on %s', async (name) => {
    s3.on(ListBucketInventoryConfigurationsCommand).rejects(Object.assign(new Error(`AWS says ${name}`), { name }));

    await expect(listInventoryConfigurations(client, bucket)).rejects.toMatchObject({
      name: 'AwsCallError',
      operation: 'ListBucketInventoryConfigurations',
      target: bucket,
      code: name,
      answer: `AWS says ${name}`,
    });
  });

  it('returns no half of it where a later page is refused', async () => {
    s3.on(ListBucketInventoryConfigurationsCommand)
      .resolvesOnce({ InventoryConfigurationList: [inventory], IsTruncated: true, NextContinuationToken: 'second' })
      .rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));

    await expect(listInventoryConfigurations(client, bucket)).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});

describe('listInventoryConfigurations against a server', () => {
  const configuration = (rest: string) =>
    '<ListInventoryConfigurationsResult><IsTruncated>false</IsTruncated><InventoryConfiguration><Id>main</Id>' +
    '<IsEnabled>true</IsEnabled><IncludedObjectVersions>Current</IncludedObjectVersions>' +
    `<Schedule><Frequency>Daily</Frequency></Schedule>${rest}</InventoryConfiguration></ListInventoryConfigurationsResult>`;
  const to = (more: string) =>
    '<Destination><S3BucketDestination><AccountId>222222222222</AccountId><Bucket>arn:aws:s3:::reports</Bucket>' +
    `<Format>Parquet</Format><Prefix>inventory/111111111111</Prefix>${more}</S3BucketDestination></Destination>`;
  const fields = '<OptionalFields><Field>Size</Field><Field>ETag</Field></OptionalFields>';

  async function read(...answers: readonly { readonly status?: number; readonly body: string }[]) {
    let call = 0;
    const aws = await startFakeAws(() => answers[Math.min(call++, answers.length - 1)] ?? { body: '' });
    const credentials = { accessKeyId: 'KEY', secretAccessKey: 'secret' };
    const { endpoint } = aws;
    const real = new S3Client({
      region: 'eu-west-1',
      endpoint,
      forcePathStyle: true,
      credentials,
      retryMode: 'adaptive',
    });
    try {
      return { found: await listInventoryConfigurations(real, bucket), calls: aws.calls };
    } finally {
      real.destroy();
      await aws.close();
    }
  }

  it.each([
    ['an element of its own for SSE-S3', to('<Encryption><SSE-S3/></Encryption>') + fields, { encryption: 'SSE-S3' }],
    ['SSE-S3 with two tags', to('<Encryption><SSE-S3></SSE-S3></Encryption>') + fields, { encryption: 'SSE-S3' }],
    ['no encryption', to('') + fields, {}],
    ['an empty filter', `${to('')}${fields}<Filter><Prefix></Prefix></Filter>`, { prefixFilter: '' }],
    ['a filter of nothing', `${to('')}${fields}<Filter/>`, { prefixFilter: '' }],
    ['one optional field', `${to('')}<OptionalFields><Field>Size</Field></OptionalFields>`, { fields: ['Size'] }],
    ['an empty list of optional fields', `${to('')}<OptionalFields/>`, { fields: [] }],
    ['no list of optional fields', to(''), { fields: [] }],
  ])('reads %s', async (_what, rest, changes) => {
    expect((await read({ body: configuration(rest) })).found).toEqual([{ ...live, ...changes }]);
  });

  it('asks again when S3 throttles', async () => {
    const slow = { status: 503, body: s3ErrorXml('SlowDown', 'reduce your request rate') };
    const { found, calls } = await read(slow, slow, { body: configuration(to('') + fields) });

    expect(found).toEqual([live]);
    expect(calls).toHaveLength(3);
  });

  it('knows a bucket that is not there by S3’s code', async () => {
    const gone = { status: 404, body: s3ErrorXml('NoSuchBucket', 'The specified bucket does not exist') };

    await expect(read(gone)).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });

  it('does not follow a bucket into another Region', async () => {
    const moved = { status: 301, body: s3ErrorXml('PermanentRedirect', 'another endpoint') };

    await expect(read(moved)).rejects.toMatchObject({ code: 'PermanentRedirect' });
  });
});
