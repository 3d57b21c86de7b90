import { Readable } from 'node:stream';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { ReconcileStateFile } from '../../../adapters/aws/reconcile-state';

const bucket = 's3inventory-results-eu-west-1-222222222222';
const place = { bucket, key: 'reconcile-catalog.json', account: '222222222222', region: 'eu-west-1' };
const client = new S3Client({ region: 'eu-west-1' });
const s3 = mockClient(client);
beforeEach(() => s3.reset());
const file = new ReconcileStateFile(client, place);

describe('the state of a reconciliation', () => {
  it('is the text that was kept last', async () => {
    const answers = [
      '<ListBucketResult><Contents><Key>reconcile-catalog.json</Key></Contents></ListBucketResult>',
      '{"a":1}',
    ];
    const served = new ReconcileStateFile(
      new S3Client({
        region: 'eu-west-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        requestHandler: {
          handle: () =>
            Promise.resolve({
              response: { statusCode: 200, headers: {}, body: Readable.from([Buffer.from(answers.shift() ?? '')]) },
            }),
        },
      }),
      place,
    );

    expect(await served.read()).toBe('{"a":1}');
  });

  it('is none where none is kept, and nothing is read then: S3 would refuse', async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'reconcile-catalog.json.bak' }] });

    expect(await file.read()).toBeUndefined();
    expect(s3.commandCalls(GetObjectCommand)).toEqual([]);
  });

  it('is written to the bucket of the destination account alone', async () => {
    s3.on(PutObjectCommand).resolves({});

    await file.write('{}');

    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Bucket: bucket,
      Key: 'reconcile-catalog.json',
      Body: '{}',
      ExpectedBucketOwner: '222222222222',
    });
  });

  it('says what S3 refused, and where', async () => {
    s3.on(PutObjectCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));

    await expect(file.write('{}')).rejects.toThrow(
      `PutObject of reconcile-catalog.json on bucket ${bucket} in account 222222222222 in eu-west-1 failed: AccessDenied: no`,
    );
  });
});
