import type { Construct } from 'constructs';
import { groupedBy } from '../core/text/grouped-by';
import type { DesiredBucket } from '../core/inventory/desired-buckets';
import type { ExistingConfiguration } from '../core/adoption/existing-configuration';
import { roleArn } from '../core/names/names';
import type { BackendProps } from './constructs/backend';
import { importBlock, type ImportBlock } from './constructs/import-blocks';
import { inventoryConfigurations } from './constructs/inventory-configurations';
import { inventoryProvider } from './constructs/inventory-provider';
import { InventoryStack } from './inventory-stack';
import { stackName } from '../core/names/stack-names';

/** One source account and what is inventoried in it. */
export interface SourceStackProps extends BackendProps {
  /** 12 digits. */
  readonly account: string;
  /** Sorted by Region and name. */
  readonly buckets: readonly Pick<DesiredBucket, 'region' | 'bucket' | 'configurations'>[];
  /**
   * Regions in use anywhere in the organization. Each gets a provider alias, also where this account has no bucket: a
   * configuration whose bucket was the Region's last one can only be removed through the alias that made it. An alias
   * that no resource uses starts no process.
   */
  readonly regions: readonly string[];
  /** Configurations of this account that exist already; those that are still desired are imported. */
  readonly existing?: readonly ExistingConfiguration[];
}

/** The inventory configurations on every bucket of one source account. */
export class SourceStack extends InventoryStack {
  constructor(scope: Construct, props: SourceStackProps) {
    super(scope, stackName.source(props.account), props);
    const { account, buckets, config } = props;
    const { access, destination } = config;
    const existing = new Set(props.existing?.map(({ region, bucket, id }) => `${region} ${bucket} ${id}`));
    const imports: ImportBlock[] = [];

    for (const region of props.regions) {
      const provider = inventoryProvider(this, {
        config,
        account,
        region,
        alias: region,
        roleArn: roleArn(account, access.roleName, destination.homeRegion),
        externalId: access.externalId,
        sessionTags: access.sessionTags,
      });
      const inRegion = buckets
        .filter((bucket) => bucket.region === region)
        .flatMap(({ bucket, configurations }) => configurations.map((configuration) => ({ bucket, configuration })));
      for (const [id, desired] of groupedBy(inRegion, ({ configuration }) => configuration.id)) {
        const suffix = id === config.inventory.id ? '' : `_${addressable(id)}`;
        const resource = inventoryConfigurations(this, `inventory_${region}${suffix}`, { provider, desired });
        const known = desired.filter(({ bucket }) => existing.has(`${region} ${bucket} ${id}`));
        imports.push(...known.map(({ bucket }) => importBlock(resource, bucket, id)));
      }
    }
    if (imports.length > 0) this.addOverride('import', imports);
  }
}

/** A configuration's id as part of an address, where no dot may stand: `_` becomes `__` and `.` becomes `_d`, so none collide. */
const addressable = (id: string) => id.replaceAll('_', '__').replaceAll('.', '_d');
