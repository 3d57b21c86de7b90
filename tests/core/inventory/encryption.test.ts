import type { z } from 'zod';
import { configSchema } from '../../../core/config/schema';
import { regionKeys, reportEncryption } from '../../../core/inventory/encryption';

type Written = Partial<z.input<typeof configSchema>>;

const DUBLIN = 'arn:aws:kms:eu-west-1:222222222222:key/1';
const VIRGINIA = 'arn:aws:kms:us-east-1:222222222222:key/2';

const keysIn = (region: string, written: Written) =>
  regionKeys(
    configSchema.parse({ destination: { account: '222222222222', homeRegion: 'eu-west-1' }, ...written }),
    region,
  );

describe("a report's encryption", () => {
  it('uses the key that is given for the Region', () => {
    const setting = { type: 'SSE-KMS', keys: { 'eu-west-1': DUBLIN } } as const;

    expect(reportEncryption(setting, 'eu-west-1')).toEqual({ kmsKeyArn: DUBLIN });
  });

  it('is left to the destination bucket where the collector creates the key', () => {
    expect(reportEncryption({ type: 'SSE-KMS', keys: { 'eu-west-1': DUBLIN } }, 'us-east-1')).toBe('none');
  });

  it('is otherwise the type of the setting', () => {
    expect(reportEncryption({ type: 'SSE-S3' }, 'us-east-1')).toBe('SSE-S3');
    expect(reportEncryption({ type: 'none' }, 'us-east-1')).toBe('none');
  });
});

describe('the keys of a Region', () => {
  const kms = { type: 'SSE-KMS' } as const;

  it('are none without SSE-KMS', () => {
    expect(keysIn('eu-west-1', {})).toEqual({ collectorCreatesKey: false, given: [] });
  });

  it('include one that the collector creates where none is given', () => {
    const inventory = { encryption: { ...kms, keys: { 'us-east-1': VIRGINIA } } };

    expect(keysIn('eu-west-1', { inventory })).toEqual({ collectorCreatesKey: true, given: [] });
    expect(keysIn('us-east-1', { inventory })).toEqual({ collectorCreatesKey: false, given: [VIRGINIA] });
  });

  it('include those of overrides and additional configurations, each once', () => {
    const encryption = { ...kms, keys: { 'eu-west-1': DUBLIN } };
    const written = {
      additional: [{ id: 'a', encryption }],
      overrides: [
        { match: { buckets: ['x'] }, set: { encryption } },
        { match: { buckets: ['y'] }, set: { encryption: kms } },
      ],
    };

    expect(keysIn('eu-west-1', written)).toEqual({ collectorCreatesKey: true, given: [DUBLIN] });
  });

  it('exclude those of settings that match other Regions only', () => {
    const written = { overrides: [{ match: { regions: ['us-*'] }, set: { encryption: kms } }] };

    expect(keysIn('eu-west-1', written).collectorCreatesKey).toBe(false);
    expect(keysIn('us-east-1', written).collectorCreatesKey).toBe(true);
  });
});
