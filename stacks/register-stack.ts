import type { Construct } from 'constructs';
import type { FunctionBundles } from '../core/function-bundle';
import {
  ASSET_ALARMS_TOPIC,
  REGISTER_DATABASE,
  REGISTER_WORKGROUP,
  registerResultsBucketName,
} from '../core/inventory/names';
import { tlsOnlyBucketPolicy } from '../core/inventory/policy-delivery';
import { assetAlarms } from '../core/monitoring/alarms';
import type { BackendProps } from './constructs/backend';
import { inventoryProvider } from './constructs/inventory-provider';
import { PrivateBucket } from './constructs/private-bucket';
import { QueryEngine } from './constructs/query-engine';
import { ReconcileRegister } from './constructs/reconcile-register';
import { RegisterAsset } from './constructs/register-asset';
import { Watching } from './constructs/watching';
import { InventoryStack } from './inventory-stack';

/** Whose reports the register shows. */
export interface RegisterStackProps extends BackendProps {
  /** Regions in use, sorted. */
  readonly regions: readonly string[];
  readonly bundles: Pick<FunctionBundles, 'registerAsset' | 'reconcileRegister'>;
}

/** The asset register: in the home Region, over the reports of all Regions. */
export class RegisterStack extends InventoryStack {
  constructor(scope: Construct, props: RegisterStackProps) {
    super(scope, 'register', props);
    const { config, regions, bundles } = props;
    const { account, homeRegion: region } = config.destination;
    inventoryProvider(this, { config, account, region });

    const name = registerResultsBucketName(region, account);
    const results = new PrivateBucket(this, 'results', {
      name,
      policy: tlsOnlyBucketPolicy(name, region),
      expirationDays: config.retention.queryResultsDays,
      destroyObjects: true,
    });
    new QueryEngine(this, 'athena', {
      account,
      results,
      savedQueries: [],
      names: { database: REGISTER_DATABASE, workgroup: REGISTER_WORKGROUP, about: 'all Regions' },
    });
    new RegisterAsset(this, 'register', { config, regions, bundle: bundles.registerAsset });
    new ReconcileRegister(this, 'reconcile', { config, regions, bundle: bundles.reconcileRegister });
    const { emails } = config.alarms;
    const place = { account, region };
    new Watching(this, 'watching', { ...{ place, emails }, alarms: assetAlarms(region), topic: ASSET_ALARMS_TOPIC });
  }
}
