import { causeOfReport } from '../../../core/dead-letters/cause';
import { regionalQueue, assetQueue } from '../../../core/dead-letters/event-queue';
import { AwsCallError } from '../../../core/errors';
import { ReportRefusedError } from '../../../core/report/report-refused';
import { controlFiles, sampleKey, sampleManifest } from '../report/sample-report';
import { exampleConfig } from '../organization/example';

const key = sampleKey();
const files = controlFiles(sampleManifest(key));
const queue = regionalQueue(exampleConfig());
const copying = assetQueue(exampleConfig({ register: { mode: 'copy' } }), ['eu-west-1']);
const good = () => Promise.resolve(files);
const refusedWith = (code: string) => () =>
  Promise.reject(new AwsCallError('GetObject', { resource: key.manifestKey }, code, 'no'));

describe('why a report is a dead letter', () => {
  it('is registrable where the report can be verified now', async () => {
    expect(await causeOfReport(key, { read: good }, queue)).toEqual({
      kind: 'registrable',
      reason: 'the report can be registered now: redrive',
      next: expect.stringMatching(/^Run "orgs3 dead-letters redrive".*the log of the Lambda/) as string,
    });
  });

  it.each([
    ['a wrong checksum', { ...files, checksum: 'abc' }, /^manifest\.json: MD5 is .* but manifest\.checksum says "abc"/],
    ['a manifest that is no JSON', controlFiles('{'), /^manifest\.json: is not JSON$/],
    [
      'a foreign manifest',
      controlFiles({ ...sampleManifest(key), sourceBucket: 'other' }),
      /^manifest\.json: is about bucket "other"/,
    ],
  ])('is %s, with the reason that register-report gives', async (_, wrong, reason) => {
    expect(await causeOfReport(key, { read: () => Promise.resolve(wrong) }, queue)).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(reason) as string,
      next: expect.stringContaining("bucket's next report") as string,
    });
  });

  it.each([
    ['NoSuchKey', 'it expired, was deleted, or S3 is still writing it'],
    ['AccessDenied', 'allow s3:GetObject'],
    ['NoSuchBucket', 'Apply the stack'],
    ['SlowDown', 'Repeat the command'],
  ])('is unknown where S3 returns %s, with an instruction', async (code, next) => {
    expect(await causeOfReport(key, { read: refusedWith(code) }, queue)).toEqual({
      kind: 'unreadable',
      reason: `could not be read: GetObject of ${key.manifestKey}: ${code}: no`,
      next: expect.stringContaining(next) as string,
    });
  });

  it('never hides a defect of ours', async () => {
    await expect(causeOfReport(key, { read: () => Promise.reject(new TypeError('oops')) }, queue)).rejects.toThrow(
      'oops',
    );
  });

  it('has the Lambda and the command of the asset register for its queue', async () => {
    expect(await causeOfReport(key, { read: good }, copying)).toMatchObject({
      kind: 'registrable',
      next: 'Run "orgs3 dead-letters redrive --register". If the message comes back, see the log of the Lambda s3inventory-register-asset for the reason, by bucket.',
    });
  });

  it('is a data file that differs from the manifest, where the Lambda copies files', async () => {
    const problem = 'says data/1f0c.parquet has 1234 bytes, but it has 7';
    const check = () => Promise.reject(new ReportRefusedError(key.manifestKey, problem));

    expect(await causeOfReport(key, { read: good, check }, copying)).toMatchObject({
      kind: 'refused',
      reason: `manifest.json: ${problem}`,
    });
  });

  it('is unknown where the bucket of the copies does not exist, or cannot be listed', async () => {
    const bucket = 's3inventory-register-eu-west-1-000000000002';
    const refused = (code: string) => () => Promise.reject(new AwsCallError('ListObjectsV2', { bucket }, code, 'no'));
    const next = async (code: string) => (await causeOfReport(key, { read: good, check: refused(code) }, copying)).next;

    expect(await next('NoSuchBucket')).toBe(`Apply the stack register again: its bucket ${bucket} does not exist.`);
    expect(await next('AccessDenied')).toContain(`s3:ListBucket on ${bucket}`);
  });

  it.each([
    ['NotFound', 'it expired, was deleted, or S3 is still writing it'],
    ['Forbidden', 'allow s3:GetObject on the manifests and data files'],
  ])('is unknown where S3 returns %s for a data file', async (code, next) => {
    const check = () => Promise.reject(new AwsCallError('HeadObject', { resource: 'data/1f0c.parquet' }, code, 'no'));

    expect(await causeOfReport(key, { read: good, check }, copying)).toEqual({
      kind: 'unreadable',
      reason: `could not be read: HeadObject of data/1f0c.parquet: ${code}: no`,
      next: expect.stringContaining(next) as string,
    });
  });
});
