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

/** One source account and its buckets. */
export interface SourceStackProps extends BackendProps {
  /** 12 digits. */
  readonly account: string;
  /** Buckets and their configurations, sorted by Region and name. */
  readonly buckets: readonly Pick<DesiredBucket, 'region' | 'bucket' | 'configurations'>[];
  /**
   * Regions in use anywhere in the organization. Each gets a provider alias, even if this account has no bucket there: when a Region's
   * last bucket goes, its configuration can only be removed through the alias that made it. An unused alias starts no process.
   */
  readonly regions: readonly string[];
  /** Existing configurations of this account. Those that are still desired are imported. */
  readonly existing?: readonly ExistingConfiguration[];
}

/** The inventory configurations of all buckets of one source account. */
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

/** Makes a configuration's id usable in an address, which takes no dots: `_` becomes `__` and `.` becomes `_d`, so that no two ids are equal. */
const addressable = (id: string) => id.replaceAll('_', '__').replaceAll('.', '_d');
