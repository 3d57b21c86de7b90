import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { Config } from '../../core/config/schema';
import type { FunctionBundle } from '../../core/deploying/function-bundle';
import { regionKeys } from '../../core/inventory/encryption';
import { REGISTER_FUNCTION, registerRoleName } from '../../core/names/names';
import { REGISTER_LOG_GROUP, registerRolePolicy } from '../../core/policies/register-report';
import { addCollectorFunction } from './collector-function';

/** The Region, the code and the queue of the Lambda. */
export interface RegisterReportProps {
  readonly config: Config;
  readonly region: string;
  readonly bundle: FunctionBundle;
  readonly queue: SqsQueue;
}

const TIMEOUT_SECONDS = 120;
/** Time for which messages are gathered, so that one run registers many reports with few calls. */
const BATCHING_WINDOW_SECONDS = 5;
const BATCH_SIZE = 100;
const MAX_CONCURRENCY = 5;

/**
 * Time for which a received message stays hidden: six times the function's timeout, plus the batching window.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const REGISTER_VISIBILITY_TIMEOUT_SECONDS = 6 * TIMEOUT_SECONDS + BATCHING_WINDOW_SECONDS;

/** The Lambda that registers each complete report as partitions, with its role, log and event source. */
export class RegisterReport extends Construct {
  constructor(scope: Construct, id: string, { config, region, bundle, queue }: RegisterReportProps) {
    super(scope, id);
    const place = { account: config.destination.account, region };
    const { lambda, permissions } = addCollectorFunction(this, {
      config,
      region,
      bundle,
      functionName: REGISTER_FUNCTION,
      name: 'register-report',
      description: 'Registers each complete S3 Inventory report as partitions of the tables in Glue',
      roleName: registerRoleName(region),
      policy: registerRolePolicy(place, config.inventory.destinationPrefix, regionKeys(config, region)),
      logGroup: REGISTER_LOG_GROUP,
      timeoutSeconds: TIMEOUT_SECONDS,
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
