import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import type { Config } from '../../core/config/schema';
import type { FunctionBundle } from '../../core/function-bundle';
import { regionKeys } from '../../core/inventory/encryption';
import { RECONCILE_FUNCTION, reconcileRoleName, resultsBucketName } from '../../core/inventory/names';
import { RECONCILE_LOG_GROUP, reconcileRolePolicy } from '../../core/inventory/policy-reconcile';
import { addCollectorFunction } from './collector-function';

/** What the Lambda is made of. */
export interface ReconcileCatalogProps {
  readonly config: Config;
  readonly region: string;
  readonly bundle: FunctionBundle;
}

/** The longest that Lambda gives. */
const TIMEOUT_SECONDS = 900;

/**
 * The Lambda that reconciles the tables with the destination bucket, and its schedule. It makes one pass a day; the other calls of the
 * hourly rule take up a pass that ran out of time, or end at once.
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
    const rule = new CloudwatchEventRule(this, 'schedule', {
      name: RECONCILE_FUNCTION,
      description: 'Calls reconcile-catalog, which makes one pass a day',
      scheduleExpression: 'rate(1 hour)',
    });
    const permission = new LambdaPermission(this, 'permission', {
      statementId: 'CalledBySchedule',
      action: 'lambda:InvokeFunction',
      functionName: lambda.functionName,
      principal: 'events.amazonaws.com',
      sourceArn: rule.arn,
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      arn: lambda.arn,
      dependsOn: [permission, permissions],
    });
  }
}
