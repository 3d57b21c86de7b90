import { Construct } from 'constructs';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import type { Config } from '../../core/config/schema';
import type { FunctionBundle } from '../../core/deploying/function-bundle';
import { regionKeys } from '../../core/inventory/encryption';
import { RECONCILE_FUNCTION, reconcileRoleName, resultsBucketName } from '../../core/names/names';
import { RECONCILE_LOG_GROUP, reconcileRolePolicy } from '../../core/policies/reconcile-catalog';
import { callEveryHour } from './call-every-hour';
import { addCollectorFunction } from './collector-function';

/** The Region and the code of the Lambda. */
export interface ReconcileCatalogProps {
  readonly config: Config;
  readonly region: string;
  readonly bundle: FunctionBundle;
}

/** The longest timeout of Lambda. */
const TIMEOUT_SECONDS = 900;

/**
 * The Lambda that reconciles the tables with the destination bucket, and its schedule. It makes one pass a day. The other calls of the
 * hourly rule continue a pass that ran out of time, or end at once.
 */
export class ReconcileCatalog extends Construct {
  constructor(scope: Construct, id: string, { config, region, bundle }: ReconcileCatalogProps) {
    super(scope, id);
    const place = { account: config.destination.account, region };
    const { lambda, permissions } = addCollectorFunction(this, {
      config,
      region,
      bundle,
      functionName: RECONCILE_FUNCTION,
      name: 'reconcile-catalog',
      description: 'Registers reports whose event was lost, and drops partitions whose reports have expired',
      roleName: reconcileRoleName(region),
      policy: reconcileRolePolicy(place, config.inventory.destinationPrefix, regionKeys(config, region)),
      logGroup: RECONCILE_LOG_GROUP,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: {
        [COLLECTOR_ENVIRONMENT.overdueAfterDays]: String(config.alarms.overdueAfterDays),
        [COLLECTOR_ENVIRONMENT.stateBucket]: resultsBucketName(region, place.account),
      },
    });
    callEveryHour(this, RECONCILE_FUNCTION, 'reconcile-catalog', { lambda, permissions });
  }
}
