import type { Construct } from 'constructs';
import { desiredConfiguration } from '../core/inventory/desired-configuration';
import { roleArn } from '../core/inventory/names';
import type { BackendProps } from './constructs/backend';
import { inventoryConfigurations } from './constructs/inventory-configurations';
import { inventoryProvider } from './constructs/inventory-provider';
import { InventoryStack } from './inventory-stack';

/** One source account and what is inventoried in it. */
export interface SourceStackProps extends BackendProps {
  /** 12 digits. */
  readonly account: string;
  /** Sorted by Region and name. */
  readonly buckets: readonly { readonly region: string; readonly bucket: string }[];
  /**
   * Regions in use anywhere in the organization. Each gets a provider alias, also where this account has no bucket: a
   * configuration whose bucket was the Region's last one can only be removed through the alias that made it. An alias
   * that no resource uses starts no process.
   */
  readonly regions: readonly string[];
}

/** The inventory configurations on every bucket of one source account. */
export class SourceStack extends InventoryStack {
  constructor(scope: Construct, props: SourceStackProps) {
    super(scope, `source-${props.account}`, props);
    const { account, buckets, config } = props;
    const { access, destination } = config;

    for (const region of props.regions) {
      const provider = inventoryProvider(this, {
        config,
        account,
        region,
        alias: region,
        roleArn: roleArn(account, access.roleName, destination.homeRegion),
        externalId: access.externalId,
      });
      const desired = buckets
        .filter((bucket) => bucket.region === region)
        .map(({ bucket }) => ({ bucket, configuration: desiredConfiguration(config, { account, region }) }));
      if (desired.length > 0) inventoryConfigurations(this, `inventory_${region}`, { provider, desired });
    }
  }
}
