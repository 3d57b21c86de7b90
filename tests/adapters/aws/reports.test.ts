import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { ReportsClient } from '../../../adapters/aws/reports';
import { AwsCallError } from '../../../core/errors';
import { sampleKey } from '../../core/report/sample-report';

const key = sampleKey();

/** S3 behind a client's own HTTP: serves `objects` by key, and remembers who was expected to own the bucket. */
function served(objects: Record<string, string>) {
  const asked: { key: string; owner: string | undefined }[] = [];
  const handle = ({ path, headers }: { path: string; headers: Record<string, string> }) => {
    const name = decodeURIComponent(path.replace(`/${key.destinationBucket}/`, ''));
    asked.push({ key: name, owner: headers['x-amz-expected-bucket-owner'] });
    const content = objects[name];
    const missing = '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>';
    const response = {
      statusCode: content === undefined ? 404 : 200,
      headers: {},
      body: Readable.from([Buffer.from(content ?? missing)]),
    };
    return Promise.resolve({ response });
  };
  const s3 = new S3Client({
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { handle },
  });
  return { asked, reports: new ReportsClient(s3, { destinationAccount: '222222222222', region: 'eu-west-1' }) };
}

describe('reading a report', () => {
  it('takes two reads, of a bucket that must be the destination account’s', async () => {
    const { reports, asked } = served({ [key.manifestKey]: '{"é":1}', [key.checksumKey]: 'abc\n' });

    expect(await reports.read(key)).toEqual({
      manifest: '{"é":1}',
      manifestMd5: '5a278f779cec8fae6d58e7de58a4dd03',
      checksum: 'abc\n',
    });
    expect(asked).toEqual([
      { key: key.manifestKey, owner: '222222222222' },
      { key: key.checksumKey, owner: '222222222222' },
    ]);
  });

  it('names bucket, account, Region and key where an object is not there (yet)', async () => {
    const { reports } = served({ [key.checksumKey]: 'abc' });

    await expect(reports.read(key)).rejects.toThrow(
      `GetObject of ${key.manifestKey} on bucket ${key.destinationBucket} in account 222222222222 in eu-west-1 failed: NoSuchKey`,
    );
    await expect(reports.read(key)).rejects.toBeInstanceOf(AwsCallError);
  });
});
