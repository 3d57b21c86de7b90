import { AthenaClient, UpdateWorkGroupCommand } from '@aws-sdk/client-athena';
import { UpdateDatabaseCommand } from '@aws-sdk/client-glue';
import {
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import {
  DATABASE,
  REGISTER_FUNCTION,
  REPORT_KEY_ALIAS,
  REPORTS_TOPIC,
  registerRoleName,
  WORKGROUP,
} from '../../core/names/names';
import type { Chain } from '../chain';
import { TEST_CREDENTIALS } from '../environment';
import { answered, unsignedCall, type CalledService } from '../unsigned-call';

/** Changes deployed resources by hand in ways that no configuration does. Terraform has to repair them. */
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
      Action: 'SetSubscriptionAttributes',
      SubscriptionArn,
      AttributeName: 'RawMessageDelivery',
      AttributeValue: 'false',
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

const call = async (endpoint: string, service: CalledService, body: string | URLSearchParams) =>
  answered(await unsignedCall(endpoint, service, body));
