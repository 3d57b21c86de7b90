import type { Config } from '../config/schema';
import { anyGlob } from './override-match';

/** A value of the setting `encryption`. */
export type EncryptionSetting = Config['inventory']['encryption'];

/** Encryption of reports as set in an inventory configuration. With `none`, the default of the destination bucket applies. */
export type ReportEncryption = 'none' | 'SSE-S3' | { readonly kmsKeyArn: string };

/**
 * The encryption to set on buckets of a Region. It is `none` for SSE-KMS without a key for the Region: the collector creates a
 * key, and the destination bucket encrypts with it by default, so the ARN need not be known here.
 */
export function reportEncryption(setting: EncryptionSetting, region: string): ReportEncryption {
  if (setting.type !== 'SSE-KMS') return setting.type;
  const kmsKeyArn = setting.keys[region];
  return kmsKeyArn === undefined ? 'none' : { kmsKeyArn };
}

/** KMS keys that reports in a Region can be encrypted with. */
export interface RegionKeys {
  /** True where a bucket of the Region can have SSE-KMS without a given key: the collector then creates a key. */
  readonly collectorCreatesKey: boolean;
  /** ARNs of the keys that the configuration gives for the Region, sorted. */
  readonly given: readonly string[];
}

/**
 * The KMS keys of a Region. They depend on the configuration file alone, not on the buckets known today: a key must outlive the
 * reports that are encrypted with it, even if their bucket is gone.
 */
export function regionKeys(config: Config, region: string): RegionKeys {
  const kms = settingsFor(config, region).filter((setting) => setting.type === 'SSE-KMS');
  const keys = kms.map((setting) => setting.keys[region]);
  return {
    collectorCreatesKey: keys.includes(undefined),
    given: [...new Set(keys.filter((key) => key !== undefined))].sort(),
  };
}

/** Every encryption that a bucket of the Region can get. */
function settingsFor({ inventory, additional, overrides }: Config, region: string): EncryptionSetting[] {
  const changes = [
    ...additional.map(({ match, encryption }) => ({ regions: match?.regions, encryption })),
    ...overrides.map(({ match, set }) => ({ regions: match.regions, encryption: set.encryption })),
  ];
  return [
    inventory.encryption,
    ...changes.flatMap(({ regions, encryption }) =>
      encryption !== undefined && anyGlob(regions)(region) ? [encryption] : [],
    ),
  ];
}
