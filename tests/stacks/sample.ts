import type { z } from 'zod';
import { configSchema, type Config } from '../../core/config/schema';
import type { FunctionBundle } from '../../core/deploying/function-bundle';
import { selectBuckets } from '../../core/organization/selection';
import type { AccountSnapshot, OrganizationSnapshot } from '../../core/organization/snapshot';
import type { OrganizationStacksProps } from '../../stacks/organization-stacks';

export const DESTINATION = '222222222222';
export const SOURCE = '333333333333';
export const EMPTY_SOURCE = '444444444444';

/** A configuration with the given settings, and defaults for the others. */
export const sampleConfig = (changes: Partial<z.input<typeof configSchema>> = {}): Config =>
  configSchema.parse({ destination: { account: DESTINATION, homeRegion: 'eu-west-1' }, ...changes });

export const sampleAccount = (id: string, buckets: AccountSnapshot['buckets'] = []): AccountSnapshot => ({
  id,
  name: `account ${id}`,
  state: 'ACTIVE',
  path: '/',
  buckets,
});

/** The root of the organization, which contains all accounts of the sample. */
export const ROOT = { id: 'r-f6g7', name: 'Root', path: '/' };

export const sampleSnapshot = (...accounts: readonly AccountSnapshot[]): OrganizationSnapshot => ({
  organization: { id: 'o-a1b2c3d4e5', managementAccount: '111111111111', units: [ROOT] },
  accounts,
});

/** Two accounts with buckets in two Regions, and one account without buckets. */
export const SNAPSHOT = sampleSnapshot(
  sampleAccount(DESTINATION, [{ name: 'tools', region: 'eu-west-1' }]),
  sampleAccount(SOURCE, [
    { name: 'logs.example.com', region: 'eu-west-1' },
    { name: 'photos', region: 'eu-west-1' },
    { name: 'archive', region: 'us-east-1' },
  ]),
  sampleAccount(EMPTY_SOURCE),
);

export const BUNDLE: FunctionBundle = { zip: Uint8Array.of(80, 75), sha256Base64: 'c2hhLTI1Ng==' };

/** The input for the stacks. The selection follows from the configuration and the snapshot. */
export function sampleProps(config: Config = sampleConfig(), snapshot = SNAPSHOT): OrganizationStacksProps {
  return {
    config,
    configFolder: '/somewhere',
    snapshot,
    selection: selectBuckets(config, snapshot),
    bundles: { registerReport: BUNDLE, reconcileCatalog: BUNDLE, registerAsset: BUNDLE, reconcileRegister: BUNDLE },
    savedQueries: [{ name: 'all-keys', description: 'Every key', sql: 'SELECT key FROM inventory_latest' }],
  };
}
