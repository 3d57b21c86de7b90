import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { ReportCopies } from '../../../adapters/aws/report-copies';
import { sampleKey } from '../../core/report/sample-report';

const MD5 = '0cc175b9c0f1b6a831c399e269772661';
const source = { key: 'inventory/333333333333/logs/organization-inventory/data/1f0c.parquet', size: 25, md5: MD5 };
const FILE = { sourceBucket: 's3inventory-us-east-1-222222222222', source, key: 'dt=2026-01-02/1f0c.parquet' };
const COPIES = 's3inventory-register-eu-west-1-222222222222';
const report = sampleKey();

const home = new S3Client({ region: 'eu-west-1' });
const virginia = new S3Client({ region: 'us-east-1' });
const atHome = mockClient(home);
const atSource = mockClient(virginia);
beforeEach(() => {
  atHome.reset();
  atSource.reset();
  atSource.on(HeadObjectCommand).resolves({ ContentLength: 25, ETag: `"${MD5}"` });
  atHome.on(HeadObjectCommand).resolves({ ContentLength: 25, ETag: `"${MD5}"` });
});

const copies = new ReportCopies(
  home,
  { bucket: COPIES, account: '222222222222', region: 'eu-west-1', sourceClient: () => virginia },
  { inOnePiece: 25, part: 10 },
);

describe('a copy of a data file', () => {
  it('is made by S3 of the very file that was looked at, between buckets of the same owner', async () => {
    await copies.copy(FILE, report);

    expect(atHome.commandCalls(CopyObjectCommand).map(({ args: [{ input }] }) => input)).toEqual([
      {
        Bucket: COPIES,
        Key: FILE.key,
        TaggingDirective: 'REPLACE',
        ExpectedBucketOwner: '222222222222',
        ExpectedSourceBucketOwner: '222222222222',
        CopySource: `${FILE.sourceBucket}/${source.key}`,
        CopySourceIfMatch: `"${MD5}"`,
      },
    ]);
  });

  it('is made in parts where the file is large, each of the same file, and complete only with all of them', async () => {
    const large = { ...FILE, source: { ...source, size: 26 } };
    atSource.on(HeadObjectCommand).resolves({ ContentLength: 26, ETag: `"${MD5}"` });
    atHome.on(HeadObjectCommand).resolves({ ContentLength: 26, ETag: '"aa-3"' });
    atHome.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u1' });
    atHome.on(UploadPartCopyCommand).callsFake(({ PartNumber }: { PartNumber: number }) => ({
      CopyPartResult: { ETag: `"part-${PartNumber}"` },
    }));

    await copies.copy(large, report);

    const parts = atHome.commandCalls(UploadPartCopyCommand).map(({ args: [{ input }] }) => input);
    expect(parts.map(({ PartNumber, CopySourceRange }) => [PartNumber, CopySourceRange])).toEqual([
      [1, 'bytes=0-9'],
      [2, 'bytes=10-19'],
      [3, 'bytes=20-25'],
    ]);
    for (const part of parts) expect(part).toMatchObject({ UploadId: 'u1', CopySourceIfMatch: `"${MD5}"` });
    expect(atHome.commandCalls(CompleteMultipartUploadCommand)[0]?.args[0].input).toMatchObject({
      UploadId: 'u1',
      MultipartUpload: { Parts: [1, 2, 3].map((number) => ({ PartNumber: number, ETag: `"part-${number}"` })) },
    });
    expect(atHome.commandCalls(CopyObjectCommand)).toEqual([]);
  });

  it('leaves no parts behind where one of them fails, and says which call, key, bucket, account and Region', async () => {
    const large = { ...FILE, source: { ...source, size: 26 } };
    atSource.on(HeadObjectCommand).resolves({ ContentLength: 26, ETag: `"${MD5}"` });
    atHome.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u1' });
    atHome.on(UploadPartCopyCommand).rejects(Object.assign(new Error('slow down'), { name: 'SlowDown' }));

    await expect(copies.copy(large, report)).rejects.toThrow(
      `UploadPartCopy of ${FILE.key} on bucket ${COPIES} in account 222222222222 in eu-west-1 failed: SlowDown: slow down`,
    );
    expect(atHome.commandCalls(AbortMultipartUploadCommand)[0]?.args[0].input).toMatchObject({ UploadId: 'u1' });
    expect(atHome.commandCalls(CompleteMultipartUploadCommand)).toEqual([]);
  });

  it('is not made of a file of another size or content than the manifest says', async () => {
    atSource.on(HeadObjectCommand).resolves({ ContentLength: 24, ETag: `"${MD5}"` });
    await expect(copies.copy(FILE, report)).rejects.toThrow('has 25 bytes, but it has 24');

    atSource.on(HeadObjectCommand).resolves({ ContentLength: 25, ETag: `"${'b'.repeat(32)}"` });
    await expect(copies.copy(FILE, report)).rejects.toThrow(`has the MD5 ${MD5}, but it has bbbb`);

    expect(atHome.calls()).toEqual([]);
  });

  it('is compared after it was made', async () => {
    atHome.on(HeadObjectCommand).resolves({ ContentLength: 7, ETag: `"${MD5}"` });

    await expect(copies.copy(FILE, report)).rejects.toThrow('has 25 bytes, but it has 7');
  });

  it.each([
    ['encrypted with a key of KMS', { ETag: `"${'c'.repeat(32)}"`, ServerSideEncryption: 'aws:kms' }],
    ['written in parts', { ETag: '"0cc175b9c0f1b6a831c399e269772661-2"' }],
  ] as const)('takes the size alone where the file is %s, whose entity tag is no MD5', async (_, answer) => {
    atSource.on(HeadObjectCommand).resolves({ ContentLength: 25, ...answer });

    await copies.copy(FILE, report);

    expect(atHome.commandCalls(CopyObjectCommand)[0]?.args[0].input.CopySourceIfMatch).toBe(answer.ETag);
  });

  it('refuses a report of which a file is not there, and asks S3 for it in its own Region', async () => {
    atSource.on(HeadObjectCommand).rejects(Object.assign(new Error('UnknownError'), { name: 'NotFound' }));

    await expect(copies.copy(FILE, report)).rejects.toThrow(`its data file ${source.key} is gone`);

    expect(atSource.commandCalls(HeadObjectCommand)).toHaveLength(1);
    expect(atHome.commandCalls(HeadObjectCommand)).toHaveLength(0);
  });

  it('names the file and its Region where S3 refuses it', async () => {
    atSource.on(HeadObjectCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));

    await expect(copies.copy(FILE, report)).rejects.toThrow(
      `HeadObject of ${source.key} on bucket ${FILE.sourceBucket} in account 222222222222 in us-east-1`,
    );
  });

  it('is only looked for where nothing is to be copied', async () => {
    await copies.check(FILE, report);
    atSource.on(HeadObjectCommand).resolves({ ContentLength: 24, ETag: `"${MD5}"` });

    await expect(copies.check(FILE, report)).rejects.toThrow('has 25 bytes, but it has 24');
    expect(atHome.calls()).toEqual([]);
  });
});
