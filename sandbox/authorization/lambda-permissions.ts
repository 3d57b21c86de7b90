import type { AwsCall } from './aws-call';
import { type Caller, type NeededPermission, parameter } from './permission';

/** The operations of a function, by method and the path after the function's name. */
const FUNCTION_OPERATIONS: Readonly<Record<string, string>> = {
  'GET ': 'GetFunction',
  'DELETE ': 'DeleteFunction',
  'GET /configuration': 'GetFunctionConfiguration',
  'PUT /configuration': 'UpdateFunctionConfiguration',
  'PUT /code': 'UpdateFunctionCode',
  'GET /versions': 'ListVersionsByFunction',
  'GET /code-signing-config': 'GetFunctionCodeSigningConfig',
  'GET /concurrency': 'GetFunctionConcurrency',
  'GET /policy': 'GetPolicy',
  'POST /policy': 'AddPermission',
  'DELETE /policy': 'RemovePermission',
  'POST /invocations': 'InvokeFunction',
};

const MAPPING_OPERATIONS: Readonly<Record<string, string>> = {
  GET: 'GetEventSourceMapping',
  PUT: 'UpdateEventSourceMapping',
  DELETE: 'DeleteEventSourceMapping',
};

const TAG_OPERATIONS: Readonly<Record<string, string>> = {
  GET: 'ListTags',
  POST: 'TagResource',
  DELETE: 'UntagResource',
};

/**
 * Lists the permissions that a call to Lambda needs. Creating a function also needs the permission to pass its role.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
 */
export function lambdaPermissions(call: AwsCall, { account }: Caller): NeededPermission[] {
  const [, kind = '', name = '', ...rest] = decodeURIComponent(call.path).slice(1).split('/');
  const arn = (what: string) => `arn:aws:lambda:${call.region}:${account}:${what}`;
  const one = (operation: string, resource: string) => [{ action: `lambda:${operation}`, resource }];
  if (kind === 'tags') return one(TAG_OPERATIONS[call.method] ?? '', [name, ...rest].join('/'));
  if (kind === 'event-source-mappings') {
    if (name !== '') return one(MAPPING_OPERATIONS[call.method] ?? '', arn(`event-source-mapping:${name}`));
    if (call.method === 'GET') return one('ListEventSourceMappings', '*');
    const context = { 'lambda:FunctionArn': functionArn(parameter(call, 'FunctionName'), arn) };
    return [
      { action: 'lambda:CreateEventSourceMapping', resource: '*', context },
      ...tagging(call, arn('event-source-mapping:*')),
    ];
  }
  if (name === '') return created(call, arn(`function:${parameter(call, 'FunctionName')}`));
  const suffix = rest.length === 0 ? '' : `/${rest[0]}`;
  const operation = FUNCTION_OPERATIONS[`${call.method} ${suffix}`] ?? '';
  const needed = one(operation, functionArn(name, arn));
  return operation === 'UpdateFunctionConfiguration' ? [...needed, ...role(call)] : needed;
}

const created = (call: AwsCall, resource: string) => [
  { action: 'lambda:CreateFunction', resource },
  ...tagging(call, resource),
  ...role(call),
];

/** The permission to tag, for a call that sets tags. */
const tagging = ({ parameters }: AwsCall, resource: string): NeededPermission[] =>
  parameters['Tags'] === undefined ? [] : [{ action: 'lambda:TagResource', resource }];

const functionArn = (name: string, arn: (what: string) => string) =>
  name.startsWith('arn:') ? name : arn(`function:${name}`);

function role(call: AwsCall): NeededPermission[] {
  const resource = parameter(call, 'Role');
  const context = { 'iam:PassedToService': 'lambda.amazonaws.com' };
  return resource === '' ? [] : [{ action: 'iam:PassRole', resource, context }];
}
