import { findDrift, type BucketToCompare } from '../../../core/drift/find-drift';
import { desired, destinationArn, live, place } from './example';

const main = desired.id;
const bucket: BucketToCompare = {
  desired: { ...place, configurations: [desired] },
  known: true,
  live: [live],
  destinationArn,
};
const weekly = { field: 'frequency', want: 'Daily', have: 'Weekly' };

describe('findDrift', () => {
  it('finds nothing where the bucket has its desired configurations', () => {
    expect(findDrift(bucket)).toEqual([]);
  });

  it('finds a missing configuration', () => {
    expect(findDrift({ ...bucket, live: [] })).toEqual([{ kind: 'missing', ...place, configuration: main }]);
  });

  it('finds changed settings', () => {
    expect(findDrift({ ...bucket, live: [{ ...live, frequency: 'Weekly' }] })).toEqual([
      { kind: 'changed', ...place, configuration: main, changes: [weekly] },
    ]);
  });

  it('finds a disabled configuration, separate from its other changed settings', () => {
    expect(findDrift({ ...bucket, live: [{ ...live, enabled: false }] })).toEqual([
      { kind: 'disabled', ...place, configuration: main },
    ]);
    expect(findDrift({ ...bucket, live: [{ ...live, enabled: false, frequency: 'Weekly' }] })).toEqual([
      { kind: 'disabled', ...place, configuration: main },
      { kind: 'changed', ...place, configuration: main, changes: [weekly] },
    ]);
  });

  it('finds a configuration as changed that is enabled and should be disabled', () => {
    const off = { ...place, configurations: [{ ...desired, enabled: false }] };

    expect(findDrift({ ...bucket, desired: off })).toEqual([
      { kind: 'changed', ...place, configuration: main, changes: [{ field: 'enabled', want: false, have: true }] },
    ]);
    expect(findDrift({ ...bucket, desired: off, live: [{ ...live, enabled: false }] })).toEqual([]);
  });

  it('compares configurations by id, in any order of S3', () => {
    const configurations = [desired, { ...desired, id: 'second', format: 'CSV' as const }];
    const second = { ...live, id: 'second', format: 'CSV' };
    const both = { ...bucket, desired: { ...place, configurations } };

    expect(findDrift({ ...both, live: [second, live] })).toEqual([]);
    expect(findDrift({ ...both, live: [{ ...second, frequency: 'Weekly' }] })).toEqual([
      { kind: 'missing', ...place, configuration: main },
      { kind: 'changed', ...place, configuration: 'second', changes: [weekly] },
    ]);
  });

  it('finds foreign configurations that deliver to our destination bucket, after its own differences', () => {
    const spy = { ...live, id: 'spy' };

    expect(findDrift({ ...bucket, live: [spy, { ...spy, id: 'spy-2', enabled: false }] })).toEqual([
      { kind: 'missing', ...place, configuration: main },
      { kind: 'foreign', ...place, configuration: 'spy' },
      { kind: 'foreign', ...place, configuration: 'spy-2' },
    ]);
  });

  it.each([
    ['another bucket', 'arn:aws:s3:::auditors'],
    ['our destination bucket of another Region', 'arn:aws:s3:::s3inventory-us-east-1-000000000002'],
    ['nowhere', undefined],
  ])('ignores other configurations that deliver to %s', (_where, bucketArn) => {
    const other = { ...live, id: 'other', destination: { ...live.destination, bucketArn } };

    expect(findDrift({ ...bucket, live: [live, other] })).toEqual([]);
  });

  it('reports a bucket that is not in the snapshot once, and its foreign configurations', () => {
    const unknown = { ...bucket, known: false };

    expect(findDrift({ ...unknown, live: [] })).toEqual([{ kind: 'unmanaged-bucket', ...place }]);
    expect(
      findDrift({
        ...unknown,
        live: [
          { ...live, frequency: 'Weekly' },
          { ...live, id: 'spy' },
        ],
      }),
    ).toEqual([
      { kind: 'unmanaged-bucket', ...place },
      { kind: 'foreign', ...place, configuration: 'spy' },
    ]);
  });

  it('reports a bucket that no longer exists only if the snapshot has it', () => {
    expect(findDrift({ ...bucket, live: undefined })).toEqual([{ kind: 'gone-bucket', ...place }]);
    expect(findDrift({ ...bucket, live: undefined, known: false })).toEqual([]);
  });
});
