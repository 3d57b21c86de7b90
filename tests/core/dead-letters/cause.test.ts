import { causeOfReport } from '../../../core/dead-letters/cause';
import { AwsCallError } from '../../../core/errors';
import { controlFiles, sampleKey, sampleManifest } from '../inventory/sample-report';

const key = sampleKey();
const files = controlFiles(sampleManifest(key));
const refusedWith = (code: string) => () =>
  Promise.reject(new AwsCallError('GetObject', { resource: key.manifestKey }, code, 'no'));

describe('why a report is a dead letter', () => {
  it('is over where the report verifies by now', async () => {
    expect(await causeOfReport(key, () => Promise.resolve(files))).toEqual({
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
  ])('is %s, named as register-report names it', async (_, wrong, reason) => {
    expect(await causeOfReport(key, () => Promise.resolve(wrong))).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(reason) as string,
      next: expect.stringContaining("bucket's next report") as string,
    });
  });

  it.each([
    ['NoSuchKey', 'it expired, was deleted, or S3 still writes it'],
    ['AccessDenied', 'allow s3:GetObject'],
    ['NoSuchBucket', 'Apply the stack'],
    ['SlowDown', 'Repeat the command'],
  ])('is not known where S3 answers %s, which is told with what to do', async (code, next) => {
    expect(await causeOfReport(key, refusedWith(code))).toEqual({
      kind: 'unreadable',
      reason: `could not be read: GetObject of ${key.manifestKey}: ${code}: no`,
      next: expect.stringContaining(next) as string,
    });
  });

  it('is never a defect of ours', async () => {
    await expect(causeOfReport(key, () => Promise.reject(new TypeError('oops')))).rejects.toThrow('oops');
  });
});
