import { deliversTheSame, existingInBucket } from '../../../core/adoption/existing-in-bucket';
import type { LiveConfiguration } from '../../../core/drift/live-configuration';
import { desired, desiredBucket, live } from './example';

describe('existingInBucket', () => {
  it('finds the configurations under our ids, and in what they differ', () => {
    const bucket = desiredBucket({ additional: [{ id: 'security', format: 'CSV' }] });

    const found = existingInBucket(bucket, [
      live({ id: 'someone-elses', format: 'CSV', frequency: 'Weekly' }),
      live({ id: 'security', format: 'CSV' }),
      live({ frequency: 'Weekly', destination: { ...desired().destination, prefix: 'elsewhere' } }),
    ]);

    const { account, region, bucket: name } = bucket;
    expect(found.own).toEqual([
      {
        ...{ account, region, bucket: name },
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

  it('tells of one of another id that delivers the same, and as which of ours', () => {
    const bucket = desiredBucket({ additional: [{ id: 'security', format: 'CSV' }] });
    const { account, region, bucket: name } = bucket;

    const found = existingInBucket(bucket, [live({ id: 'theirs', format: 'CSV' })]);

    expect(found).toEqual({
      own: [],
      sameDelivery: [{ account, region, bucket: name, id: 'theirs', like: 'security' }],
    });
  });

  it('does not take one of ours for the same as another of ours', () => {
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
  ])('does not mind %s', (_what, changes) => {
    expect(deliversTheSame(live(changes), desired())).toBe(true);
  });

  it.each<[string, Partial<LiveConfiguration>]>([
    ['one that is off', { enabled: false }],
    ['other versions', { versions: 'All' }],
    ['a prefix filter', { prefixFilter: 'logs/' }],
    ['another format', { format: 'CSV' }],
    ['another frequency', { frequency: 'Weekly' }],
    ['a field less', { fields: desired().fields.slice(1) }],
  ])('minds %s', (_what, changes) => {
    expect(deliversTheSame(live(changes), desired())).toBe(false);
  });

  it('is never so where ours is switched off', () => {
    expect(deliversTheSame(live(), desired({ inventory: { enabled: false } }))).toBe(false);
  });
});
