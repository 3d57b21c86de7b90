import type { Config } from '../config/schema';
import { Orgs3Error } from '../errors';
import {
  REGISTER_DATABASE,
  REGISTER_TABLES_FOLDER,
  registerBucketName,
  registerResultsBucketName,
} from '../names/names';
import type { CopyPolicy } from './location-of';

/** How the asset register is kept. */
export interface ConfiguredRegister {
  readonly database: string;
  /** The folder of its tables, `s3://…/`. */
  readonly location: string;
  readonly copies: CopyPolicy;
}

/** The mode of the asset register. @throws Orgs3Error where the configuration has none */
export function requireRegister({ register: { mode } }: Config): CopyPolicy['mode'] {
  if (mode !== 'off') return mode;
  throw new Orgs3Error('There is no asset register: register.mode is "off" in the configuration.', {
    next: 'set register.mode to "reference" or "copy" and apply the stacks "register" and "collector-<region>", or leave --register out',
  });
}

/** @throws Orgs3Error where the configuration has no asset register */
export function configuredRegister(config: Config): ConfiguredRegister {
  const mode = requireRegister(config);
  const { destination, register, retention } = config;
  const { account, homeRegion } = destination;
  return {
    database: REGISTER_DATABASE,
    location: `s3://${registerResultsBucketName(homeRegion, account)}/${REGISTER_TABLES_FOLDER}`,
    copies: {
      mode,
      bucket: registerBucketName(homeRegion, account),
      days: register.retentionDays ?? retention.reportsDays,
    },
  };
}
