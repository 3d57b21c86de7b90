import { configSchema } from '../../../core/config/schema';
import { desiredConfiguration } from '../../../core/inventory/desired-configuration';

const place = { account: '333333333333', region: 'us-east-1' };
const configured = (inventory: Record<string, unknown> = {}) =>
  configSchema.parse({ destination: { account: '222222222222', homeRegion: 'eu-west-1' }, inventory });

describe('the configuration that a bucket ought to have', () => {
  it("delivers to the destination bucket of the bucket's own Region, below the source account's id", () => {
    expect(desiredConfiguration(configured(), place).destination).toEqual({
      bucketArn: 'arn:aws:s3:::s3inventory-us-east-1-222222222222',
      account: '222222222222',
      prefix: 'inventory/333333333333',
    });
  });

  it('lists everything where no prefix is given', () => {
    expect(desiredConfiguration(configured(), place).prefixFilter).toBeUndefined();
    expect(desiredConfiguration(configured({ prefixFilter: 'logs/' }), place).prefixFilter).toBe('logs/');
  });

  it('names fields in the order of the columns, however they were written', () => {
    expect(desiredConfiguration(configured({ fields: ['ObjectOwner', 'ETag', 'Size'] }), place).fields).toEqual([
      'Size',
      'ETag',
      'ObjectOwner',
    ]);
  });

  it('carries the settings of the configuration file, and S3 encrypts the report', () => {
    const inventory = { id: 'a', enabled: false, format: 'CSV', frequency: 'Weekly', versions: 'All' };

    expect(desiredConfiguration(configured(inventory), place)).toMatchObject({ ...inventory, encryption: 'SSE-S3' });
  });
});
