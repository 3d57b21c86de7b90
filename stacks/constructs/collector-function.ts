import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import type { Construct } from 'constructs';
import { COLLECTOR_ENVIRONMENT } from '../../core/catalog/collector-environment';
import type { Config } from '../../core/config/schema';
import type { FunctionBundle } from '../../core/deploying/function-bundle';
import { DATABASE, destinationBucketName } from '../../core/names/names';
import { type PolicyDocument, serviceTrustPolicy } from '../../core/policies/document';
import { bounded } from './bounded';
import { BundleFile } from './bundle-file';
import { literal, policyJson } from './literal';

/** A Lambda of the destination account. */
export interface CollectorFunctionProps {
  readonly config: Config;
  readonly region: string;
  /** Name in AWS. */
  readonly functionName: string;
  /** Name of the folder below `functions/`, of the role's policy and of the code's file. */
  readonly name: string;
  readonly description: string;
  readonly bundle: FunctionBundle;
  readonly roleName: string;
  /** The permissions of its role. */
  readonly policy: PolicyDocument;
  readonly logGroup: string;
  readonly timeoutSeconds: number;
  /** Environment variables besides those of every Lambda. */
  readonly environment?: Readonly<Record<string, string>>;
}

const LOG_RETENTION_DAYS = 90;

/** The resources of `addCollectorFunction` that other resources refer to. */
export interface CollectorFunction {
  readonly lambda: LambdaFunction;
  /** The role's policy. A resource that lets the Lambda be called depends on it. */
  readonly permissions: IamRolePolicy;
}

/** Adds a Lambda with its role, log and code to a construct. */
export function addCollectorFunction(scope: Construct, props: CollectorFunctionProps): CollectorFunction {
  const { config, region, name, bundle } = props;
  const role = new IamRole(scope, 'role', {
    name: props.roleName,
    assumeRolePolicy: policyJson(serviceTrustPolicy('lambda.amazonaws.com')),
    ...bounded(config, config.destination.account),
  });
  const permissions = new IamRolePolicy(scope, 'permissions', {
    name,
    role: role.name,
    policy: policyJson(props.policy),
  });
  const log = new CloudwatchLogGroup(scope, 'log', { name: props.logGroup, retentionInDays: LOG_RETENTION_DAYS });
  const code = new BundleFile(scope, 'code', { name, bundle });
  const lambda = new LambdaFunction(scope, 'function', {
    functionName: props.functionName,
    description: props.description,
    role: role.arn,
    runtime: 'nodejs22.x',
    architectures: ['arm64'],
    handler: 'index.handler',
    filename: code.path,
    sourceCodeHash: bundle.sha256Base64,
    timeout: props.timeoutSeconds,
    memorySize: 512,
    environment: { variables: { ...commonEnvironment(config, region), ...props.environment } },
    loggingConfig: { logFormat: 'JSON', logGroup: log.name },
    dependsOn: [permissions],
  });
  return { lambda, permissions };
}

function commonEnvironment(
  { destination, inventory, retention, emulator }: Config,
  region: string,
): Record<string, string> {
  return {
    [COLLECTOR_ENVIRONMENT.destinationAccount]: destination.account,
    [COLLECTOR_ENVIRONMENT.destinationBucket]: destinationBucketName(region, destination.account),
    [COLLECTOR_ENVIRONMENT.destinationPrefix]: literal(inventory.destinationPrefix),
    [COLLECTOR_ENVIRONMENT.configurationId]: literal(inventory.id),
    [COLLECTOR_ENVIRONMENT.database]: DATABASE,
    [COLLECTOR_ENVIRONMENT.reportsDays]: String(retention.reportsDays),
    ...(emulator === undefined ? {} : { [COLLECTOR_ENVIRONMENT.endpoint]: emulator.endpoint }),
  };
}
