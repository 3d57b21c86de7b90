import type { Construct } from 'constructs';
import type { Config } from '../core/config/schema';
import type { FunctionBundles } from '../core/deploying/function-bundle';
import {
  ASSET_ALARMS_TOPIC,
  COPIES_FOLDER,
  ASSET_DATABASE,
  ASSET_WORKGROUP,
  assetResultsBucketName,
} from '../core/names/names';
import { tlsOnlyBucketPolicy } from '../core/policies/delivery';
import { assetAlarms } from '../core/monitoring/alarms';
import { configuredAssetRegister } from '../core/asset-register/configured-asset-register';
import { FILES_STAY_DAYS } from '../core/report/retention';
import type { BackendProps } from './constructs/backend';
import { inventoryProvider } from './constructs/inventory-provider';
import { PrivateBucket } from './constructs/private-bucket';
import { QueryWorkgroup } from './constructs/query-workgroup';
import { ReconcileRegister } from './constructs/reconcile-register';
import { RegisterAsset } from './constructs/register-asset';
import { Watching } from './constructs/watching';
import { InventoryStack } from './inventory-stack';
import { stackName } from '../core/names/stack-names';

/** The Regions whose reports the asset register shows. */
export interface AssetRegisterStackProps extends BackendProps {
  /** Regions in use, sorted. */
  readonly regions: readonly string[];
  readonly bundles: Pick<FunctionBundles, 'registerAsset' | 'reconcileRegister'>;
}

/** The asset register in the home Region, over the reports of all Regions. */
export class AssetRegisterStack extends InventoryStack {
  constructor(scope: Construct, props: AssetRegisterStackProps) {
    super(scope, stackName.assetRegister, props);
    const { config, regions, bundles } = props;
    const { account, homeRegion: region } = config.destination;
    inventoryProvider(this, { config, account, region });

    const name = assetResultsBucketName(region, account);
    const results = new PrivateBucket(this, 'results', {
      name,
      policy: tlsOnlyBucketPolicy(name, region),
      expirationDays: config.retention.queryResultsDays,
      destroyObjects: true,
    });
    this.copies(config);
    new QueryWorkgroup(this, 'athena', {
      account,
      results,
      savedQueries: [],
      names: { database: ASSET_DATABASE, workgroup: ASSET_WORKGROUP, about: 'all Regions' },
    });
    new RegisterAsset(this, 'register', { config, regions, bundle: bundles.registerAsset });
    new ReconcileRegister(this, 'reconcile', { config, regions, bundle: bundles.reconcileRegister });
    const { emails } = config.alarms;
    const place = { account, region };
    new Watching(this, 'watching', { place, emails, alarms: assetAlarms(region), topic: ASSET_ALARMS_TOPIC });
  }

  /** Adds the bucket of copies. It exists in the mode `reference`, too, so that a change of mode deletes no copy. */
  private copies(config: Config): void {
    const { bucket: name, days } = configuredAssetRegister(config).copies;
    const { destination, register, retention } = config;
    new PrivateBucket(this, 'copies', {
      name,
      policy: tlsOnlyBucketPolicy(name, destination.homeRegion),
      // A copied file can be a day older than the symlink.txt that names it.
      expirationDays: { [COPIES_FOLDER]: days, 'dt=': days + FILES_STAY_DAYS },
      destroyObjects: retention.destroyReports,
      kmsKeyArn: register.kmsKeyArn,
    });
  }
}
