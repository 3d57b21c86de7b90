import type { Config } from '../config/schema';
import { Orgs3Error } from '../errors';
import { ASSET_DATABASE, ASSET_TABLES_FOLDER, assetCopiesBucketName, assetResultsBucketName } from '../names/names';
import type { CopyPolicy } from './location-of';
import { stackName } from '../names/stack-names';

/** The database, the tables' folder and the mode of the asset register. */
export interface ConfiguredAssetRegister {
  readonly database: string;
  /** The folder of its tables, `s3://…/`. */
  readonly location: string;
  readonly copies: CopyPolicy;
}

/** Returns the mode of the asset register. @throws Orgs3Error if the configuration has no asset register */
export function requireAssetRegister({ register: { mode } }: Config): CopyPolicy['mode'] {
  if (mode !== 'off') return mode;
  throw new Orgs3Error('There is no asset register: register.mode is "off" in the configuration.', {
    next: `Set register.mode to "reference" or "copy" and apply the stacks "${stackName.assetRegister}" and "${stackName.collector('<region>')}", or leave --register out.`,
  });
}

/** Returns the asset register of a configuration. @throws Orgs3Error if there is none */
export function configuredAssetRegister(config: Config): ConfiguredAssetRegister {
  const mode = requireAssetRegister(config);
  const { destination, register, retention } = config;
  const { account, homeRegion } = destination;
  return {
    database: ASSET_DATABASE,
    location: `s3://${assetResultsBucketName(homeRegion, account)}/${ASSET_TABLES_FOLDER}`,
    copies: {
      mode,
      bucket: assetCopiesBucketName(homeRegion, account),
      days: register.retentionDays ?? retention.reportsDays,
    },
  };
}
