import { compareConfigurations } from '../../../core/drift/compare-configurations';
import type { LiveConfiguration } from '../../../core/drift/live-configuration';
import { desired, destinationArn, live } from './example';

const withDestination = (changed: Partial<LiveConfiguration['destination']>): LiveConfiguration => ({
  ...live,
  destination: { ...live.destination, ...changed },
});

describe('compareConfigurations', () => {
  it('finds nothing where both are the same, and does not compare the ids', () => {
    expect(compareConfigurations(desired, { ...live, id: 'another' })).toEqual([]);
  });

  it.each<[field: string, have: LiveConfiguration, want: unknown, had: unknown]>([
    ['enabled', { ...live, enabled: false }, true, false],
    ['format', { ...live, format: 'CSV' }, 'Parquet', 'CSV'],
    ['frequency', { ...live, frequency: 'Weekly' }, 'Daily', 'Weekly'],
    ['versions', { ...live, versions: 'All' }, 'Current', 'All'],
    ['fields', { ...live, fields: ['Size'] }, ['ETag', 'Size', 'StorageClass'], ['Size']],
    ['prefixFilter', { ...live, prefixFilter: 'logs/' }, null, 'logs/'],
    [
      'destination.bucketArn',
      withDestination({ bucketArn: 'arn:aws:s3:::other' }),
      destinationArn,
      'arn:aws:s3:::other',
    ],
    ['destination.account', withDestination({ account: '999999999999' }), '000000000002', '999999999999'],
    ['destination.prefix', withDestination({ prefix: 'elsewhere' }), 'inventory/111111111111', 'elsewhere'],
    ['encryption', { ...live, encryption: 'none' }, 'SSE-S3', 'none'],
  ])('reports %s alone, with the desired and the live value', (field, have, want, had) => {
    expect(compareConfigurations(desired, have)).toEqual([{ field, want, have: had }]);
  });

  it.each<[what: string, have: LiveConfiguration, field: string]>([
    ['format', { ...live, format: undefined }, 'format'],
    ['frequency', { ...live, frequency: undefined }, 'frequency'],
    ['kept versions', { ...live, versions: undefined }, 'versions'],
    ['destination bucket', withDestination({ bucketArn: undefined }), 'destination.bucketArn'],
    ['account of the destination', withDestination({ account: undefined }), 'destination.account'],
    ['prefix of the destination', withDestination({ prefix: undefined }), 'destination.prefix'],
  ])('reports null for an absent %s', (_what, have, field) => {
    expect(compareConfigurations(desired, have)).toMatchObject([{ field, have: null }]);
  });

  it('compares optional fields as a set: order and repetition do not matter', () => {
    expect(compareConfigurations(desired, { ...live, fields: ['ETag', 'StorageClass', 'ETag', 'Size'] })).toEqual([]);
  });

  it('reports a field that is newer than this project', () => {
    const fields = [...live.fields, 'LifecycleExpirationDate'];

    expect(compareConfigurations(desired, { ...live, fields })).toEqual([
      {
        field: 'fields',
        want: ['ETag', 'Size', 'StorageClass'],
        have: ['ETag', 'LifecycleExpirationDate', 'Size', 'StorageClass'],
      },
    ]);
  });

  it('distinguishes an empty prefix filter from none, as Terraform does', () => {
    expect(compareConfigurations(desired, { ...live, prefixFilter: '' })).toEqual([
      { field: 'prefixFilter', want: null, have: '' },
    ]);
    expect(compareConfigurations({ ...desired, prefixFilter: 'a' }, live)).toEqual([
      { field: 'prefixFilter', want: 'a', have: null },
    ]);
  });

  it('distinguishes keys, and an unknown encryption from every other', () => {
    const withKey = (key: string) => ({ encryption: { kmsKeyArn: `arn:aws:kms:eu-west-1:000000000002:key/${key}` } });

    expect(compareConfigurations({ ...desired, ...withKey('1') }, { ...live, ...withKey('1') })).toEqual([]);
    expect(compareConfigurations({ ...desired, ...withKey('1') }, { ...live, ...withKey('2') })).toEqual([
      {
        field: 'encryption',
        want: 'SSE-KMS with arn:aws:kms:eu-west-1:000000000002:key/1',
        have: 'SSE-KMS with arn:aws:kms:eu-west-1:000000000002:key/2',
      },
    ]);
    expect(compareConfigurations({ ...desired, encryption: 'none' }, { ...live, encryption: 'unknown' })).toEqual([
      { field: 'encryption', want: 'none', have: 'unknown' },
    ]);
  });

  it('reports every field that differs, in a fixed order', () => {
    const have: LiveConfiguration = {
      id: '',
      enabled: false,
      format: 'ORC',
      frequency: 'Weekly',
      versions: 'All',
      fields: [],
      prefixFilter: 'x',
      destination: { bucketArn: undefined, account: undefined, prefix: undefined },
      encryption: 'none',
    };

    expect(compareConfigurations(desired, have).map(({ field }) => field)).toEqual([
      'enabled',
      'format',
      'frequency',
      'versions',
      'fields',
      'prefixFilter',
      'destination.bucketArn',
      'destination.account',
      'destination.prefix',
      'encryption',
    ]);
  });
});
