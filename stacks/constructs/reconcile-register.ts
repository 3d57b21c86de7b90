import { Construct } from 'constructs';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import { ASSET_RECONCILE_FUNCTION, assetResultsBucketName } from '../../core/names/names';
import { ASSET_RECONCILE_LOG_GROUP, assetReconcileRolePolicy } from '../../core/policies/reconcile-register';
import { registeredReports } from '../../core/policies/registered-reports';
import { callEveryHour } from './call-every-hour';
import { addCollectorFunction } from './collector-function';
import { type RegisterAssetProps, assetRegisterEnvironment } from './register-asset';

/** The longest timeout of Lambda. */
const TIMEOUT_SECONDS = 900;

/** The Lambda that reconciles the asset register with the destination buckets of all Regions, and its schedule. */
export class ReconcileRegister extends Construct {
  constructor(scope: Construct, id: string, { config, regions, bundle }: RegisterAssetProps) {
    super(scope, id);
    const { account, homeRegion: region } = config.destination;
    const lambda = addCollectorFunction(this, {
      config,
      region,
      bundle,
      functionName: ASSET_RECONCILE_FUNCTION,
      name: 'reconcile-register',
      description: 'Registers reports that the asset register lacks, and drops partitions whose reports have expired',
      roleName: ASSET_RECONCILE_FUNCTION,
      policy: assetReconcileRolePolicy(registeredReports(config, regions)),
      logGroup: ASSET_RECONCILE_LOG_GROUP,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        ...assetRegisterEnvironment(config, regions),
        [COLLECTOR_ENVIRONMENT.stateBucket]: assetResultsBucketName(region, account),
      },
    });
    callEveryHour(this, ASSET_RECONCILE_FUNCTION, 'reconcile-register', lambda);
  }
}
