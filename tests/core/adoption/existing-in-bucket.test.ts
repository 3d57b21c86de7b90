import { deliversTheSame, existingInBucket } from '../../../core/adoption/existing-in-bucket';
import type { LiveConfiguration } from '../../../core/drift/live-configuration';
import { desired, desiredBucket, live } from './example';

describe('existingInBucket', () => {
  it('finds the configurations with our ids, and their differences', () => {
    const bucket = desiredBucket({ additional: [{ id: 'security', format: 'CSV' }] });

    const found = existingInBucket(bucket, [
      live({ id: 'someone-elses', format: 'CSV', frequency: 'Weekly' }),
      live({ id: 'security', format: 'CSV' }),
      live({ frequency: 'Weekly', destination: { ...desired().destination, prefix: 'elsewhere' } }),
    ]);

    const { account, region, bucket: name } = bucket;
    expect(found.own).toEqual([
      {
        account,
        region,
        bucket: name,
        id: 'organization-inventory',
        changes: [
          { field: 'frequency', want: 'Daily', have: 'Weekly' },
          { field: 'destination.prefix', want: `inventory/${account}`, have: 'elsewhere' },
        ],
      },
      { account, region, bucket: name, id: 'security', changes: [] },
    ]);
    expect(found.sameDelivery).toEqual([]);
  });

  it('finds a configuration with another id that delivers the same report, and the matching desired one', () => {
    const bucket = desiredBucket({ additional: [{ id: 'security', format: 'CSV' }] });
    const { account, region, bucket: name } = bucket;

    const found = existingInBucket(bucket, [live({ id: 'theirs', format: 'CSV' })]);

    expect(found).toEqual({
      own: [],
      sameDelivery: [{ account, region, bucket: name, id: 'theirs', like: 'security' }],
    });
  });

  it('does not match one of our configurations with another of ours', () => {
    const bucket = desiredBucket({ additional: [{ id: 'copy' }] });

    expect(existingInBucket(bucket, [live({ id: 'copy' })]).sameDelivery).toEqual([]);
  });
});

describe('deliversTheSame', () => {
  it.each<[string, Partial<LiveConfiguration>]>([
    ['more fields', { fields: [...desired().fields, 'ObjectOwner'].reverse() }],
    ['another destination', { destination: { bucketArn: 'arn:aws:s3:::theirs', account: undefined, prefix: '' } }],
    ['another encryption', { encryption: 'none' }],
    ['an empty prefix filter', { prefixFilter: '' }],
  ])('ignores %s', (_what, changes) => {
    expect(deliversTheSame(live(changes), desired())).toBe(true);
  });

  it.each<[string, Partial<LiveConfiguration>]>([
    ['one that is off', { enabled: false }],
    ['other versions', { versions: 'All' }],
    ['a prefix filter', { prefixFilter: 'logs/' }],
    ['another format', { format: 'CSV' }],
    ['another frequency', { frequency: 'Weekly' }],
    ['a field less', { fields: desired().fields.slice(1) }],
  ])('compares %s', (_what, changes) => {
    expect(deliversTheSame(live(changes), desired())).toBe(false);
  });

  it('is false where ours is disabled', () => {
    expect(deliversTheSame(live(), desired({ inventory: { enabled: false } }))).toBe(false);
  });
});
