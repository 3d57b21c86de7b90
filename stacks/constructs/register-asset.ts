import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { Construct } from 'constructs';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import type { Config } from '../../core/config/schema';
import type { FunctionBundle } from '../../core/deploying/function-bundle';
import { ASSET_DEAD_LETTER_QUEUE, ASSET_FUNCTION, ASSET_QUEUE } from '../../core/names/names';
import { ASSET_LOG_GROUP, assetQueuePolicy, assetRolePolicy } from '../../core/policies/register-asset';
import { registeredReports } from '../../core/policies/registered-reports';
import { configuredAssetRegister, requireAssetRegister } from '../../core/asset-register/configured-asset-register';
import { addCollectorFunction } from './collector-function';
import { addQueueWithDeadLetters } from './queue-with-dead-letters';

/** The code of an asset register's Lambda, and the Regions whose reports it takes. */
export interface RegisterAssetProps {
  readonly config: Config;
  /** Sorted. */
  readonly regions: readonly string[];
  readonly bundle: FunctionBundle;
}

const BATCHING_WINDOW_SECONDS = 20;
/** The same in both modes, so that a failing message becomes a dead letter after the same time. A call and the window fit in twice. */
const VISIBILITY_TIMEOUT_SECONDS = 740;
/** Limits per mode. Those of `reference` are the ones of `register-report`. Copying takes longer, for fewer reports at once. */
const PACE = {
  reference: { timeoutSeconds: 120, batchSize: 100, concurrency: 5 },
  copy: { timeoutSeconds: 300, batchSize: 5, concurrency: 20 },
} as const;

/** The environment variables of the asset register's Lambdas, besides those of every Lambda. */
export function assetRegisterEnvironment(config: Config, regions: readonly string[]): Record<string, string> {
  const { database, location, copies } = configuredAssetRegister(config);
  return {
    [COLLECTOR_ENVIRONMENT.database]: database,
    [COLLECTOR_ENVIRONMENT.assetRegisterMode]: copies.mode,
    [COLLECTOR_ENVIRONMENT.copiesBucket]: copies.bucket,
    [COLLECTOR_ENVIRONMENT.copiesDays]: String(copies.days),
    [COLLECTOR_ENVIRONMENT.regions]: regions.join(),
    [COLLECTOR_ENVIRONMENT.assetRegisterLocation]: location,
  };
}

/** The queue of the asset register, and the Lambda that registers each complete report of any Region in it. */
export class RegisterAsset extends Construct {
  constructor(scope: Construct, id: string, { config, regions, bundle }: RegisterAssetProps) {
    super(scope, id);
    const { account, homeRegion: region } = config.destination;
    const home = { account, region };
    const { timeoutSeconds, batchSize, concurrency } = PACE[requireAssetRegister(config)];
    const queue = addQueueWithDeadLetters(this, {
      place: home,
      name: ASSET_QUEUE,
      deadLetters: ASSET_DEAD_LETTER_QUEUE,
      policy: assetQueuePolicy(home, regions),
      visibilityTimeoutSeconds: VISIBILITY_TIMEOUT_SECONDS,
    });
    const { lambda, permissions } = addCollectorFunction(this, {
      config,
      region,
      bundle,
      functionName: ASSET_FUNCTION,
      name: 'register-asset',
      description: 'Registers each complete S3 Inventory report of any Region in the asset register',
      roleName: ASSET_FUNCTION,
      policy: assetRolePolicy(registeredReports(config, regions)),
      logGroup: ASSET_LOG_GROUP,
      timeoutSeconds,
      environment: assetRegisterEnvironment(config, regions),
    });
    new LambdaEventSourceMapping(this, 'event-source', {
      eventSourceArn: queue.arn,
      functionName: lambda.arn,
      batchSize,
      maximumBatchingWindowInSeconds: BATCHING_WINDOW_SECONDS,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: concurrency },
      dependsOn: [permissions],
    });
  }
}
