import { configSchema } from '../../../core/config/schema';
import { desiredConfigurations, type DesiredConfiguration } from '../../../core/inventory/desired-configuration';

const bucket = { account: '333333333333', path: '/', region: 'us-east-1', name: 'photos' };

/** The main configuration of the bucket above. */
function desired(inventory: Record<string, unknown> = {}): DesiredConfiguration | undefined {
  const destination = { account: '222222222222', homeRegion: 'eu-west-1' };
  return desiredConfigurations(configSchema.parse({ destination, inventory }))(bucket)[0];
}

describe('the desired configuration of a bucket', () => {
  it("delivers to the destination bucket of the bucket's own Region, below the source account's id", () => {
    expect(desired()?.destination).toEqual({
      bucketArn: 'arn:aws:s3:::s3inventory-us-east-1-222222222222',
      account: '222222222222',
      prefix: 'inventory/333333333333',
    });
  });

  it('has no prefix filter by default', () => {
    expect(desired()).toMatchObject({ prefixFilter: undefined });
    expect(desired({ prefixFilter: 'logs/' })).toMatchObject({ prefixFilter: 'logs/' });
  });

  it('has its fields in the order of the columns, not in the order of the file', () => {
    expect(desired({ fields: ['ObjectOwner', 'ETag', 'Size'] })?.fields).toEqual(['Size', 'ETag', 'ObjectOwner']);
  });

  it('has the settings of the configuration file, and SSE-S3', () => {
    const inventory = { id: 'a', enabled: false, format: 'CSV', frequency: 'Weekly', versions: 'All' };

    expect(desired(inventory)).toMatchObject({ ...inventory, encryption: 'SSE-S3' });
  });

  it('has the key of its Region, and none where the collector creates it', () => {
    const key = 'arn:aws:kms:us-east-1:222222222222:key/1';

    expect(desired({ encryption: { type: 'SSE-KMS', keys: { 'us-east-1': key } } })?.encryption).toEqual({
      kmsKeyArn: key,
    });
    expect(desired({ encryption: { type: 'SSE-KMS' } })?.encryption).toBe('none');
  });
});
