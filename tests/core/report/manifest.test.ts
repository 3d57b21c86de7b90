import fc from 'fast-check';
import { verifyReport } from '../../../core/report/manifest';
import { ReportRefusedError } from '../../../core/report/report-refused';
import { controlFiles, sampleKey, sampleManifest } from './sample-report';

const key = sampleKey();
const manifest = sampleManifest(key);
const verify = (content: unknown) => verifyReport(key, controlFiles(content));

describe('a report', () => {
  it('is accepted when its manifest matches its checksum', () => {
    expect(verify(manifest)).toMatchObject({ key, format: 'Parquet', files: 1, bytes: 1234 });
  });

  it('may have a checksum in capitals, with a line break', () => {
    const files = controlFiles(manifest);

    expect(() => verifyReport(key, { ...files, checksum: ` ${files.checksum.toUpperCase()}\r\n` })).not.toThrow();
  });

  it('may name its destination without an ARN, or in another partition of AWS', () => {
    for (const prefix of ['', 'arn:aws-cn:s3:::'])
      expect(() => verify({ ...manifest, destinationBucket: `${prefix}${key.destinationBucket}` })).not.toThrow();
  });

  it('may list no files', () => {
    expect(verify({ ...manifest, files: [] })).toMatchObject({ files: 0, bytes: 0 });
  });

  it('is refused when its manifest does not match its checksum; the error names both', () => {
    const files = { ...controlFiles(manifest), checksum: 'f'.repeat(32) };

    expect(() => verifyReport(key, files)).toThrow(
      `${key.manifestKey}: MD5 is ${files.manifestMd5}, but manifest.checksum says "${'f'.repeat(32)}"`,
    );
  });

  it.each([
    ['another source bucket', { sourceBucket: 'other' }, 'is about bucket "other"'],
    ['another destination', { destinationBucket: 'arn:aws:s3:::other' }, 'was written for "arn:aws:s3:::other"'],
    ['another version', { version: '2030-01-01' }, 'version: found "2030-01-01", allowed: "2016-11-30"'],
    ['another format', { fileFormat: 'Avro' }, 'fileFormat: found "Avro", allowed: CSV, ORC, Parquet'],
    ['a schema of another form', { fileSchema: 'oops' }, 'fileSchema is not usable'],
    ['a negative size', { files: [{ ...manifest.files[0], size: -1 }] }, 'files.0.size: found -1'],
    ['no files', { files: undefined }, 'files: found nothing, allowed: a list of files'],
    ['a file of another bucket', { files: [{ ...manifest.files[0], key: 'inventory/1/x/data/1.parquet' }] }, 'outside'],
    [
      'a file of a configuration that begins alike',
      { files: [{ ...manifest.files[0], key: `${key.folder.slice(0, -1)}-2/data/1` }] },
      'outside',
    ],
  ])('is refused when its manifest names %s', (_, change, reason) => {
    expect(() => verify({ ...manifest, ...change })).toThrow(reason);
    expect(() => verify({ ...manifest, ...change })).toThrow(ReportRefusedError);
  });

  it.each(['', 'null', '[]', '{'])('is refused when its manifest is %j', (content) => {
    expect(() => verify(content)).toThrow(ReportRefusedError);
  });

  it('is either accepted or refused, for any manifest', () => {
    const change = fc.dictionary(fc.constantFrom(...Object.keys(manifest)), fc.jsonValue(), { maxKeys: 3 });
    fc.assert(
      fc.property(change, fc.string(), (parts, checksum) => {
        const files = controlFiles({ ...manifest, ...parts });
        for (const each of [files, { ...files, checksum }])
          try {
            expect(verifyReport(key, each).key).toBe(key);
          } catch (error) {
            expect(error).toBeInstanceOf(ReportRefusedError);
          }
      }),
    );
  });
});
