import { DESTINATION, SNAPSHOT, SOURCE } from '../stacks/sample';
import type { Target } from './target';

/** An account of another organization with a role of the same name, which trusts our account. */
const TRAP = '999999999999';
const { id: ORGANIZATION, managementAccount: MANAGEMENT } = SNAPSHOT.organization;

/** The bucket of Terraform's states, and the key that encrypts them. */
export const STATE_BUCKET = 'terraform-state';
export const STATE_KEY = `arn:aws:kms:eu-west-1:${DESTINATION}:key/57a7e`;

/** The actions of deployers, by the words of the scenarios. */
export const DEPLOYERS_DO = {
  'makes the bucket': 's3:CreateBucket',
  'makes keys in': 'kms:CreateKey',
  'looks at': 'kms:DescribeKey',
  names: 'kms:CreateAlias',
  'makes the topic': 'sns:CreateTopic',
  'makes the queue': 'sqs:CreateQueue',
  'deletes the queue': 'sqs:DeleteQueue',
  'makes the function': 'lambda:CreateFunction',
  'changes the code of': 'lambda:UpdateFunctionCode',
  'binds a queue to a function in': 'lambda:CreateEventSourceMapping',
  'changes the event source': 'lambda:UpdateEventSourceMapping',
  'deletes the event source': 'lambda:DeleteEventSourceMapping',
  'makes the role': 'iam:CreateRole',
  'deletes the role': 'iam:DeleteRole',
  bounds: 'iam:PutRolePermissionsBoundary',
  unbinds: 'iam:DeleteRolePermissionsBoundary',
  passes: 'iam:PassRole',
  'changes the managed policy': 'iam:CreatePolicyVersion',
  'looks for logs in': 'logs:DescribeLogGroups',
  'makes the log': 'logs:CreateLogGroup',
  'keeps for a time': 'logs:PutRetentionPolicy',
  'makes the schedule': 'events:PutRule',
  'makes the alarm': 'cloudwatch:PutMetricAlarm',
  'draws the dashboard': 'cloudwatch:PutDashboard',
  'makes the database': 'glue:CreateDatabase',
  'makes the workgroup': 'athena:CreateWorkGroup',
  'saves a query in': 'athena:CreateNamedQuery',
  'makes a StackSet in': 'cloudformation:CreateStackSet',
  'brings to accounts': 'cloudformation:CreateStackInstances',
  describes: 'organizations:DescribeOrganization',
  leaves: 'organizations:LeaveOrganization',
  'lists the accounts of': 'organizations:ListAccounts',
  'lists the accounts in': 'organizations:ListAccountsForParent',
  'finds the unit of': 'organizations:ListParents',
  'moves to another unit': 'organizations:MoveAccount',
  closes: 'organizations:CloseAccount',
  'changes the resource policy of': 'organizations:PutResourcePolicy',
} as const;

const own = (service: string, resource: string, region = 'eu-west-1'): Target => ({
  arn: `arn:aws:${service}:${region}:${DESTINATION}:${resource}`,
  account: DESTINATION,
});
const stackSet = (name: string): Target => ({
  arn: `arn:aws:cloudformation:eu-west-1:${MANAGEMENT}:stackset/${name}:5d3e`,
  account: DESTINATION,
});
const ofOrganization = (arn: string): Target => ({
  arn,
  account: MANAGEMENT,
  policyAt: 'delegation aws_organizations_resource_policy.organization.content',
});
const inOrganization = (resource: string, organization = ORGANIZATION) =>
  ofOrganization(`arn:aws:organizations::${MANAGEMENT}:${resource.replace('/', `/${organization}/`)}`);

/** The targets of these actions. */
export const TO_DEPLOYERS = {
  'the destination account': { arn: '*', account: DESTINATION },
  'another bucket of the destination': { arn: 'arn:aws:s3:::payroll', account: DESTINATION },
  'the alias of the key': own('kms', 'alias/s3inventory-reports'),
  'another alias': own('kms', 'alias/payroll'),
  'another topic': own('sns', 'payroll'),
  'another queue': own('sqs', 'payroll'),
  'another function': own('lambda', 'function:payroll'),
  'an event source': own('lambda', 'event-source-mapping:5d3e'),
  "another Lambda's role": own('iam', 'role/payroll', ''),
  "the deployer's own policy": own('iam', 'policy/S3InvDestAccountPolicy', ''),
  'the boundary': own('iam', 'policy/boundaries/workloads', ''),
  'the log of the Lambda': own('logs', 'log-group:/aws/lambda/s3inventory-register-report'),
  'the log of payroll': own('logs', 'log-group:/aws/lambda/payroll'),
  'the schedule of the reconciling': own('events', 'rule/s3inventory-reconcile-catalog'),
  'another schedule': own('events', 'rule/payroll'),
  'the alarm of dead letters': own('cloudwatch', 'alarm:s3inventory-dead-letters'),
  'another alarm': own('cloudwatch', 'alarm:payroll'),
  'the dashboard': own('cloudwatch', 'dashboard/s3-inventory-eu-west-1', ''),
  'another dashboard': own('cloudwatch', 'dashboard/payroll', ''),
  'the database': own('glue', 'database/s3_inventory'),
  'another database': own('glue', 'database/payroll'),
  'another workgroup': own('athena', 'workgroup/primary'),
  // With service-managed permissions, the management account's.
  'the StackSet': stackSet('s3inventory-access'),
  'another StackSet': stackSet('guardrails'),
  'a role by a StackSet': own('cloudformation', 'type/resource/AWS-IAM-Role'),
  'a bucket by a StackSet': own('cloudformation', 'type/resource/AWS-S3-Bucket'),
  'the state bucket': { arn: `arn:aws:s3:::${STATE_BUCKET}`, account: DESTINATION },
  'a state': { arn: `arn:aws:s3:::${STATE_BUCKET}/orgs3/collector-eu-west-1.tfstate`, account: DESTINATION },
  'a state of others': { arn: `arn:aws:s3:::${STATE_BUCKET}/payroll/main.tfstate`, account: DESTINATION },
  "the other organization's role of that name": {
    arn: `arn:aws:iam::${TRAP}:role/OrgS3role`,
    account: TRAP,
    context: { 'aws:ResourceOrgID': ['o-z9y8x7w6v5'] },
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Trap',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${DESTINATION}:root` },
        },
      ],
    },
  },
  // Every member may call DescribeOrganization: no resource policy is asked.
  'the organization that it is in': { arn: '*', account: DESTINATION },
  'the organization': ofOrganization('*'),
  'the root of the organization': inOrganization('root/r-a1b2'),
  'a unit of the organization': inOrganization('ou/ou-a1b2-c3d4e5f6'),
  'an account of the organization': inOrganization(`account/${SOURCE}`),
  'a unit of a former organization': inOrganization('ou/ou-z9y8-x7w6v5u4', 'o-z9y8x7w6v5'),
} as const satisfies Record<string, Target>;
