import type { Config } from '../config/schema';
import { anyGlob } from './override-match';

/** A setting `encryption` of the configuration. */
export type EncryptionSetting = Config['inventory']['encryption'];

/** What an inventory configuration says of its reports' encryption; with `none`, the default of the destination bucket counts. */
export type ReportEncryption = 'none' | 'SSE-S3' | { readonly kmsKeyArn: string };

/**
 * What the configuration of a bucket in a Region says. With SSE-KMS and no key given for the Region it says nothing: the
 * collector makes a key and the destination bucket encrypts with it by default, so no key's ARN need be known here.
 */
export function reportEncryption(setting: EncryptionSetting, region: string): ReportEncryption {
  if (setting.type !== 'SSE-KMS') return setting.type;
  const kmsKeyArn = setting.keys[region];
  return kmsKeyArn === undefined ? 'none' : { kmsKeyArn };
}

/** What the destination bucket of a Region needs of KMS. */
export interface RegionKeys {
  /** Some bucket of the Region may have a configuration with SSE-KMS and no key given for the Region. */
  readonly collectorMakesOne: boolean;
  /** ARNs of the keys that are given for the Region, sorted. */
  readonly given: readonly string[];
}

/**
 * The keys of a Region. The configuration file alone decides, not the buckets known today: a key must outlive the reports
 * that are encrypted with it, whichever bucket leaves.
 */
export function regionKeys(config: Config, region: string): RegionKeys {
  const kms = settingsFor(config, region).filter((setting) => setting.type === 'SSE-KMS');
  const keys = kms.map((setting) => setting.keys[region]);
  return {
    collectorMakesOne: keys.includes(undefined),
    given: [...new Set(keys.filter((key) => key !== undefined))].sort(),
  };
}

/** Every encryption that a bucket of the Region may come to. */
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
