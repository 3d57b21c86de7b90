import { AthenaClient, UpdateWorkGroupCommand } from '@aws-sdk/client-athena';
import { UpdateDatabaseCommand } from '@aws-sdk/client-glue';
import {
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { Orgs3Error } from '../../core/errors';
import {
  DATABASE,
  REGISTER_FUNCTION,
  REPORT_KEY_ALIAS,
  REPORTS_TOPIC,
  registerRoleName,
  WORKGROUP,
} from '../../core/inventory/names';
import type { Chain } from '../chain';
import { TEST_CREDENTIALS } from '../environment';

/** Changes what no configuration changes, as somebody in a console might: Terraform has to put it right. */
export async function changeWhatIsDeployed(chain: Chain): Promise<void> {
  const { clients, organization } = chain;
  const region = organization.homeRegion;
  const lambda = clients.lambda({ region });
  const ZipFile = zipSync({ 'index.js': strToU8('exports.handler = () => {};') });
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: REGISTER_FUNCTION, ZipFile }));
  const mappings = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: REGISTER_FUNCTION }));
  for (const { UUID } of mappings.EventSourceMappings ?? [])
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 1 }));
  const DatabaseInput = { Name: DATABASE, Description: 'changed by hand' };
  await clients.glue({ region }).send(new UpdateDatabaseCommand({ Name: DATABASE, DatabaseInput }));
  const athena = new AthenaClient({ region, endpoint: clients.endpoint, credentials: TEST_CREDENTIALS });
  await athena.send(new UpdateWorkGroupCommand({ WorkGroup: WORKGROUP, Description: 'changed by hand' }));
  await changeRole(chain, region);
  await changeKey(chain, region);
  await changeSubscriptions(chain, region);
}

async function changeSubscriptions({ clients, organization }: Chain, region: string): Promise<void> {
  const form = (parameters: Readonly<Record<string, string>>) =>
    call(clients.endpoint, { service: 'sns', region }, new URLSearchParams(parameters));
  const TopicArn = `arn:aws:sns:${region}:${organization.destinationAccount}:${REPORTS_TOPIC}`;
  const listed = await form({ Action: 'ListSubscriptionsByTopic', TopicArn });
  for (const [, SubscriptionArn = ''] of listed.matchAll(/<SubscriptionArn>([^<]+)</g))
    await form({
      ...{ Action: 'SetSubscriptionAttributes', SubscriptionArn },
      ...{ AttributeName: 'RawMessageDelivery', AttributeValue: 'false' },
    });
}

async function changeRole({ clients }: Chain, region: string): Promise<void> {
  const RoleName = registerRoleName(region);
  const form = (parameters: Readonly<Record<string, string>>) =>
    call(clients.endpoint, { service: 'iam', region: 'us-east-1' }, new URLSearchParams({ ...parameters, RoleName }));
  const statement = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await form({ Action: 'UpdateAssumeRolePolicy', PolicyDocument });
  await form({
    Action: 'PutRolePermissionsBoundary',
    PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess',
  });
  await form({ Action: 'UpdateRole', Description: 'changed by hand', MaxSessionDuration: '7200' });
}

async function changeKey({ clients, organization }: Chain, region: string): Promise<void> {
  const json = (operation: string, parameters: Readonly<Record<string, string>>) =>
    call(clients.endpoint, { service: 'kms', region, target: `TrentService.${operation}` }, JSON.stringify(parameters));
  const described = await json('DescribeKey', { KeyId: REPORT_KEY_ALIAS });
  const KeyId = /"KeyId":\s*"([^"]+)"/.exec(described)?.[1] ?? '';
  await json('UpdateKeyDescription', { KeyId, Description: 'changed by hand' });
  await json('DisableKeyRotation', { KeyId });
  const principal = { AWS: `arn:aws:iam::${organization.destinationAccount}:root` };
  const statement = { Sid: 'changed', Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*' };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await json('PutKeyPolicy', { KeyId, PolicyName: 'default', Policy });
}

interface Target {
  readonly service: string;
  readonly region: string;
  /** The operation, for services that are told it in a header. */
  readonly target?: string;
}

/** Calls a service for which the project has no client. The emulator asks for the form of a signature alone. */
async function call(
  endpoint: string,
  { service, region, target }: Target,
  body: string | URLSearchParams,
): Promise<string> {
  const scope = `${TEST_CREDENTIALS.accessKeyId}/20260101/${region}/${service}/aws4_request`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      ...(target === undefined ? {} : { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }),
    },
    body,
  });
  const text = await response.text();
  if (response.ok) return text;
  throw new Orgs3Error(`The emulator answered ${response.status} to a call of ${service}: ${text}`);
}
