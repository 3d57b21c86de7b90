import { ListDirectoryBucketsCommand, S3Client, type ListDirectoryBucketsCommandInput } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { listDirectoryBuckets } from '../../../adapters/aws/directory-buckets';
import { directoryBucketsXml, listBucketsXml, s3ErrorXml, startFakeAws, type FakeAnswer } from './fake-aws';

const account = '111111111111';
const credentials = { accessKeyId: `KEY${account}`, secretAccessKey: 'secret' };
const access = { region: 'us-east-1', credentials };

/** The result for one answer of S3, and the call that was made. */
async function answered(answer: FakeAnswer) {
  const aws = await startFakeAws(() => answer);
  try {
    const result = listDirectoryBuckets({ access: { ...access, endpoint: aws.endpoint }, account });
    return { names: await result.catch((error: unknown) => error), calls: aws.calls };
  } finally {
    await aws.close();
  }
}

describe('listDirectoryBuckets', () => {
  it('asks the Region, as the account, and sorts the names', async () => {
    const { names, calls } = await answered({ body: directoryBucketsXml('b--use1-az4--x-s3', 'a--use1-az4--x-s3') });

    expect(names).toEqual(['a--use1-az4--x-s3', 'b--use1-az4--x-s3']);
    expect(calls).toMatchObject([{ operation: 'ListDirectoryBuckets', account, region: 'us-east-1' }]);
  });

  it('follows every page', async () => {
    const s3 = mockClient(S3Client);
    s3.on(ListDirectoryBucketsCommand).callsFake(({ ContinuationToken }: ListDirectoryBucketsCommandInput) =>
      ContinuationToken === undefined
        ? { Buckets: [{ Name: 'b--use1-az4--x-s3' }], ContinuationToken: 'more' }
        : { Buckets: [{ Name: 'a--use1-az4--x-s3' }] },
    );

    const names = await listDirectoryBuckets({ access, account }).finally(() => s3.restore());

    expect(names).toEqual(['a--use1-az4--x-s3', 'b--use1-az4--x-s3']);
  });

  it('tells account, Region and AWS’s answer where it is refused', async () => {
    const { names } = await answered({ status: 403, body: s3ErrorXml('AccessDenied', 'not allowed') });

    expect(names).toMatchObject({
      name: 'AwsCallError',
      operation: 'ListDirectoryBuckets',
      target: { account, region: 'us-east-1' },
      code: 'AccessDenied',
      answer: 'not allowed',
    });
  });

  it('does not take the ordinary buckets of an emulator for directory buckets', async () => {
    const { names } = await answered({ body: listBucketsXml('logs') });

    expect(names).toMatchObject({
      name: 'AwsCallError',
      code: 'UnexpectedAnswer',
      answer: expect.stringContaining('"logs"') as string,
    });
  });
});
