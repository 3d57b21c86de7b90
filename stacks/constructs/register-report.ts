import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import type { Config } from '../../core/config/schema';
import type { FunctionBundle } from '../../core/function-bundle';
import { regionKeys } from '../../core/inventory/encryption';
import { DATABASE, destinationBucketName, REGISTER_FUNCTION, registerRoleName } from '../../core/inventory/names';
import { serviceTrustPolicy } from '../../core/inventory/policy-document';
import { REGISTER_LOG_GROUP, registerRolePolicy } from '../../core/inventory/policy-register';
import { BundleFile } from './bundle-file';
import { literal, policyJson } from './literal';

/** What the Lambda is made of and where it gets its messages. */
export interface RegisterReportProps {
  readonly config: Config;
  readonly region: string;
  readonly bundle: FunctionBundle;
  readonly queue: SqsQueue;
}

const TIMEOUT_SECONDS = 120;
/** Messages are gathered this long, so that one run registers many reports with few calls. */
const BATCHING_WINDOW_SECONDS = 5;
const BATCH_SIZE = 100;
const MAX_CONCURRENCY = 5;
const LOG_RETENTION_DAYS = 90;

/**
 * How long a message must stay hidden: six times the function's timeout, and the batching window.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const REGISTER_VISIBILITY_TIMEOUT_SECONDS = 6 * TIMEOUT_SECONDS + BATCHING_WINDOW_SECONDS;

/** The Lambda that turns each complete report into partitions, and its role, log and event source. */
export class RegisterReport extends Construct {
  constructor(scope: Construct, id: string, { config, region, bundle, queue }: RegisterReportProps) {
    super(scope, id);
    const place = { account: config.destination.account, region };
    const role = new IamRole(this, 'role', {
      name: registerRoleName(region),
      assumeRolePolicy: policyJson(serviceTrustPolicy('lambda.amazonaws.com')),
    });
    const permissions = new IamRolePolicy(this, 'permissions', {
      name: 'register-report',
      role: role.name,
      policy: policyJson(registerRolePolicy(place, config.inventory.destinationPrefix, regionKeys(config, region))),
    });
    const log = new CloudwatchLogGroup(this, 'log', {
      name: REGISTER_LOG_GROUP,
      retentionInDays: LOG_RETENTION_DAYS,
    });
    const code = new BundleFile(this, 'code', { name: 'register-report', bundle });
    const lambda = new LambdaFunction(this, 'function', {
      functionName: REGISTER_FUNCTION,
      description: 'Registers each complete S3 Inventory report as partitions of the tables in Glue',
      role: role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: code.path,
      sourceCodeHash: bundle.sha256Base64,
      timeout: TIMEOUT_SECONDS,
      memorySize: 512,
      environment: { variables: environment(config, region) },
      loggingConfig: { logFormat: 'JSON', logGroup: log.name },
      dependsOn: [permissions],
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

function environment({ destination, inventory, emulator }: Config, region: string): Record<string, string> {
  return {
    [COLLECTOR_ENVIRONMENT.destinationAccount]: destination.account,
    [COLLECTOR_ENVIRONMENT.destinationBucket]: destinationBucketName(region, destination.account),
    [COLLECTOR_ENVIRONMENT.destinationPrefix]: literal(inventory.destinationPrefix),
    [COLLECTOR_ENVIRONMENT.configurationId]: literal(inventory.id),
    [COLLECTOR_ENVIRONMENT.database]: DATABASE,
    ...(emulator === undefined ? {} : { [COLLECTOR_ENVIRONMENT.endpoint]: emulator.endpoint }),
  };
}
