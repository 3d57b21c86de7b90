import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { Construct } from 'constructs';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import type { Config } from '../../core/config/schema';
import type { FunctionBundle } from '../../core/function-bundle';
import { regionKeys } from '../../core/inventory/encryption';
import {
  ASSET_DEAD_LETTER_QUEUE,
  ASSET_FUNCTION,
  ASSET_QUEUE,
  REGISTER_DATABASE,
  REGISTER_TABLES_FOLDER,
  registerResultsBucketName,
} from '../../core/inventory/names';
import { ASSET_LOG_GROUP, assetQueuePolicy, assetRolePolicy } from '../../core/inventory/policy-asset-register';
import { addCollectorFunction } from './collector-function';
import { addQueueWithDeadLetters } from './queue-with-dead-letters';

/** What the register's Lambda is made of, and whose reports it takes. */
export interface RegisterAssetProps {
  readonly config: Config;
  /** Sorted. */
  readonly regions: readonly string[];
  readonly bundle: FunctionBundle;
}

/** As for `register-report`, which does the like. */
const TIMEOUT_SECONDS = 120;
const BATCHING_WINDOW_SECONDS = 20;
const BATCH_SIZE = 100;
const MAX_CONCURRENCY = 5;

/** What the register's Lambdas are told besides what every Lambda is. */
export const registerEnvironment = ({ destination }: Config, regions: readonly string[]): Record<string, string> => ({
  [COLLECTOR_ENVIRONMENT.database]: REGISTER_DATABASE,
  [COLLECTOR_ENVIRONMENT.regions]: regions.join(),
  [COLLECTOR_ENVIRONMENT.registerLocation]: `s3://${registerResultsBucketName(destination.homeRegion, destination.account)}/${REGISTER_TABLES_FOLDER}`,
});

/** The central queue, and the Lambda that turns each complete report of any Region into partitions of the asset register. */
export class RegisterAsset extends Construct {
  constructor(scope: Construct, id: string, { config, regions, bundle }: RegisterAssetProps) {
    super(scope, id);
    const { account, homeRegion: region } = config.destination;
    const home = { account, region };
    const queue = addQueueWithDeadLetters(this, {
      place: home,
      name: ASSET_QUEUE,
      deadLetters: ASSET_DEAD_LETTER_QUEUE,
      policy: assetQueuePolicy(home, regions),
      visibilityTimeoutSeconds: 6 * TIMEOUT_SECONDS + BATCHING_WINDOW_SECONDS,
    });
    const { lambda, permissions } = addCollectorFunction(this, {
      config,
      region,
      bundle,
      functionName: ASSET_FUNCTION,
      name: 'register-asset',
      description: 'Registers each complete S3 Inventory report of any Region in the asset register',
      roleName: ASSET_FUNCTION,
      policy: assetRolePolicy({
        home,
        regions,
        destinationPrefix: config.inventory.destinationPrefix,
        keysOf: (each) => regionKeys(config, each),
      }),
      logGroup: ASSET_LOG_GROUP,
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: registerEnvironment(config, regions),
    });
    new LambdaEventSourceMapping(this, 'event-source', {
      eventSourceArn: queue.arn,
      functionName: lambda.arn,
      batchSize: BATCH_SIZE,
      maximumBatchingWindowInSeconds: BATCHING_WINDOW_SECONDS,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: MAX_CONCURRENCY },
      dependsOn: [permissions],
    });
  }
}
