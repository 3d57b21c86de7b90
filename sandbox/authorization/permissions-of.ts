import type { AwsCall } from './aws-call';
import { lambdaPermissions } from './lambda-permissions';
import { type Caller, type NeededPermission, parameter } from './permission';
import { s3Permissions } from './s3-permissions';
import { stsPermissions } from './sts-permissions';

/**
 * Lists the permissions that a call needs: its action on each resource, and the actions that it implies. It covers the
 * services that this project calls.
 *
 * @see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function permissionsOf(call: AwsCall, caller: Caller): NeededPermission[] {
  if (call.service === 's3') return s3Permissions(call);
  if (call.service === 'lambda') return lambdaPermissions(call, caller);
  if (call.service === 'sts') return stsPermissions(call);
  if (call.service === 's3express') return [{ action: 's3express:ListAllMyDirectoryBuckets', resource: '*' }];
  const prefix = call.service === 'monitoring' ? 'cloudwatch' : call.service;
  // A batch needs the permission of the single operation.
  const action = `${prefix}:${prefix === 'sqs' ? call.operation.replace(/Batch$/, '') : call.operation}`;
  const resources = resourcesOf(prefix, call, caller);
  const tagged = action === 'kms:CreateKey' ? arnOf('kms', call, caller)('key/new') : (resources.at(-1) ?? '*');
  return [
    ...resources.map((resource) => ({ action, resource, context: kmsContext(call) })),
    ...taggingAction(prefix, call).map((each) => ({ action: each, resource: tagged })),
  ];
}

const TAG_ACTIONS: Readonly<Record<string, string>> = { iam: 'TagRole', sqs: 'TagQueue' };

/** The permission to tag, for a call that sets tags. */
function taggingAction(service: string, { operation, parameters }: AwsCall): string[] {
  if (!/^(Create|Put)/.test(operation) || !Object.keys(parameters).some((name) => /^tags?(\.|$)/i.test(name)))
    return [];
  return [`${service}:${TAG_ACTIONS[service] ?? 'TagResource'}`];
}

function resourcesOf(service: string, call: AwsCall, caller: Caller): string[] {
  const arn = arnOf(service, call, caller);
  const named = parameter(call, 'ResourceArn', 'ResourceARN', 'resourceArn');
  if (named !== '') return [named];
  switch (service) {
    case 'athena':
      return [arn(`workgroup/${workgroup(call, caller)}`)];
    case 'cloudwatch':
      return cloudwatch(call, arn);
    case 'events':
      return [arn(`rule/${parameter(call, 'Rule', 'Name')}`)];
    case 'glue':
      return glue(call, arn);
    case 'iam':
      return [call.operation === 'GetUser' ? caller.identityArn : arn(`role/${parameter(call, 'RoleName')}`, '')];
    case 'kms':
      return kms(call, arn);
    case 'logs':
      return [arn(`log-group:${parameter(call, 'logGroupName', 'logGroupNamePrefix')}`)];
    case 'organizations':
      return organizations(call, caller);
    case 'sns':
      return [topic(call) || arn(parameter(call, 'Name'))];
    case 'sqs':
      return [arn(parameter(call, 'QueueName') || (parameter(call, 'QueueUrl').split('/').at(-1) ?? ''))];
    default:
      return ['*'];
  }
}

type Arn = (resource: string, region?: string) => string;

const arnOf =
  (service: string, call: AwsCall, { account }: Caller): Arn =>
  (resource, region = call.region) =>
    `arn:aws:${service}:${region}:${account}:${resource}`;

/**
 * The resources of a call to KMS. Creating an alias needs a permission on the alias and on the key.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
 */
function kms(call: AwsCall, arn: Arn): string[] {
  const key = parameter(call, 'KeyId', 'TargetKeyId');
  const alias = parameter(call, 'AliasName');
  const resources = [
    ...(key === '' ? [] : [key.startsWith('arn:') ? key : arn(`key/${key}`)]),
    ...(alias === '' ? [] : [arn(alias)]),
  ];
  return resources.length === 0 ? ['*'] : resources;
}

function kmsContext({ parameters }: AwsCall): Readonly<Record<string, string>> {
  const days = parameters['PendingWindowInDays'];
  return typeof days === 'number' ? { 'kms:ScheduleKeyDeletionPendingWindowInDays': String(days) } : {};
}

const workgroup = (call: AwsCall, { workgroupOf }: Caller) =>
  parameter(call, 'WorkGroup', 'Name') || workgroupOf(parameter(call, 'NamedQueryId', 'QueryExecutionId'));

function cloudwatch(call: AwsCall, arn: Arn): string[] {
  const dashboard = parameter(call, 'DashboardName', 'DashboardNames.member.1');
  if (dashboard !== '') return [arn(`dashboard/${dashboard}`, '')];
  return [arn(`alarm:${parameter(call, 'AlarmName', 'AlarmNames.member.1')}`)];
}

/**
 * The resources of a call to Glue: a table needs permissions on its database and the catalog, too.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
function glue(call: AwsCall, arn: Arn): string[] {
  const database = parameter(call, 'DatabaseName', 'Name') || nameIn(call, 'DatabaseInput');
  if (call.operation === 'GetTables') return [arn('catalog'), arn(`database/${database}`), arn(`table/${database}/*`)];
  const table = parameter(call, 'TableName') || (/Table/.test(call.operation) ? nameOfTable(call) : '');
  return [
    arn('catalog'),
    ...(database === '' ? [] : [arn(`database/${database}`)]),
    ...(table === '' ? [] : [arn(`table/${database}/${table}`)]),
  ];
}

const nameOfTable = (call: AwsCall) => nameIn(call, 'TableInput') || parameter(call, 'Name');

function nameIn({ parameters }: AwsCall, name: string): string {
  const value = parameters[name];
  return typeof value === 'object' && value !== null && 'Name' in value && typeof value.Name === 'string'
    ? value.Name
    : '';
}

function organizations(call: AwsCall, { organization, managementAccount }: Caller): string[] {
  const of = (kind: string, id: string) => `arn:aws:organizations::${managementAccount}:${kind}/${organization}/${id}`;
  const parent = parameter(call, 'ParentId');
  if (parent !== '') return [of(parent.startsWith('r-') ? 'root' : 'ou', parent)];
  const child = parameter(call, 'ChildId');
  return [child === '' ? '*' : of(child.startsWith('ou-') ? 'ou' : 'account', child)];
}

const topic = (call: AwsCall) =>
  parameter(call, 'TopicArn') || parameter(call, 'SubscriptionArn').split(':').slice(0, 6).join(':');
