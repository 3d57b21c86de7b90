import type { Config } from '../config/schema';
import { regionKeys } from '../inventory/encryption';
import type { RegisteredReports } from './register-asset';

/**
 * The reports that the asset register reads, and copies in the mode `copy`.
 *
 * @param regions the Regions in use, sorted
 */
export const registeredReports = (config: Config, regions: readonly string[]): RegisteredReports => ({
  home: { account: config.destination.account, region: config.destination.homeRegion },
  regions,
  destinationPrefix: config.inventory.destinationPrefix,
  keysOf: (region) => regionKeys(config, region),
  copies: { made: config.register.mode === 'copy', kmsKeyArn: config.register.kmsKeyArn },
});
