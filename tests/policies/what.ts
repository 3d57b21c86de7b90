import { DESTINATION, SNAPSHOT, SOURCE } from '../stacks/sample';
import type { Target } from './target';
import { DEPLOYERS_DO, STATE_KEY, TO_DEPLOYERS } from './what-deployers';
import { TO_SOVEREIGN } from './what-sovereign';
import { PEOPLE_DO, TO_PEOPLE } from './what-people';

/** The actions, by the words of the scenarios. */
export const DOES_WHAT = {
  delivers: 's3:PutObject',
  writes: 's3:PutObject',
  reads: 's3:GetObject',
  deletes: 's3:DeleteObject',
  'lists the keys of': 's3:ListBucket',
  'lists the buckets of': 's3:ListAllMyBuckets',
  'looks for directory buckets in': 's3express:ListAllMyDirectoryBuckets',
  'deletes the bucket': 's3:DeleteBucket',
  'changes the policy of': 's3:PutBucketPolicy',
  'reads the tags of': 's3:GetBucketTagging',
  'reads the configurations of': 's3:GetInventoryConfiguration',
  'configures the inventory of': 's3:PutInventoryConfiguration',
  'opens to the public': 's3:PutBucketPublicAccessBlock',
  'publishes to': 'sns:Publish',
  'subscribes to': 'sns:Subscribe',
  'sends to': 'sqs:SendMessage',
  'takes from': 'sqs:ReceiveMessage',
  'takes off': 'sqs:DeleteMessage',
  empties: 'sqs:PurgeQueue',
  assumes: 'sts:AssumeRole',
  'tags a session of': 'sts:TagSession',
  'encrypts with': 'kms:GenerateDataKey',
  'decrypts with': 'kms:Decrypt',
  'grants the use of': 'kms:CreateGrant',
  'changes the key policy of': 'kms:PutKeyPolicy',
  'schedules the deletion of': 'kms:ScheduleKeyDeletion',
  'adds partitions to': 'glue:BatchCreatePartition',
  'changes partitions of': 'glue:BatchUpdatePartition',
  'finds partitions of': 'glue:GetPartitions',
  'drops partitions of': 'glue:BatchDeletePartition',
  drops: 'glue:DeleteTable',
  'looks up': 'glue:GetTable',
  'lists the tables of': 'glue:GetTables',
  'asks Athena in': 'athena:StartQueryExecution',
  'writes a line to': 'logs:PutLogEvents',
  'makes access keys for': 'iam:CreateAccessKey',
  'attaches a policy to': 'iam:PutRolePolicy',
  invokes: 'lambda:InvokeFunction',
  ...DEPLOYERS_DO,
  ...PEOPLE_DO,
} as const;

/** A key as KMS makes it without a given policy: its account's IAM policies decide. */
const otherKey = (alias: string): Target => ({
  ...atDestination(regional('kms', 'key/77aa')),
  policy: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'EnableIamPolicies',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${DESTINATION}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  },
  context: { 'kms:ResourceAliases': [alias] },
});

const COLLECTOR = 'collector-eu-west-1';
const REPORTS = `arn:aws:s3:::s3inventory-eu-west-1-${DESTINATION}`;
const RESULTS = `arn:aws:s3:::s3inventory-results-eu-west-1-${DESTINATION}`;
const REPORT = `${REPORTS}/inventory/${SOURCE}/photos/organization-inventory`;

const atDestination = (arn: string, policy?: string): Target => ({
  arn,
  account: DESTINATION,
  ...(policy === undefined ? {} : { policyAt: `${COLLECTOR} ${policy}` }),
});
const COPIES = `arn:aws:s3:::s3inventory-register-eu-west-1-${DESTINATION}`;
const COPIES_POLICY = 'aws_s3_bucket_policy.copies_policy.policy';
/** The key that encrypts the copies of the asset register; its owner writes its policy. */
export const COPIES_KEY = `arn:aws:kms:eu-west-1:${DESTINATION}:key/c0de`;
const inAssetRegister = (arn: string, policy: string): Target => ({
  arn,
  account: DESTINATION,
  policyAt: `register ${policy}`,
});
const regional = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${DESTINATION}:${resource}`;
const inReports = (arn: string) => atDestination(arn, 'aws_s3_bucket_policy.destination_policy.policy');
const inResults = (arn: string) => atDestination(arn, 'aws_s3_bucket_policy.results_policy.policy');
const inVirginia = (key: string): Target => ({
  arn: `arn:aws:s3:::s3inventory-us-east-1-${DESTINATION}${key}`,
  account: DESTINATION,
  policyAt: 'collector-us-east-1 aws_s3_bucket_policy.destination_policy.policy',
});
const atSource = (arn: string): Target => ({ arn, account: SOURCE });

export const TO_WHAT = {
  'a report': inReports(`${REPORT}/data/5d3e.parquet`),
  'a manifest': inReports(`${REPORT}/2026-01-01T01-00Z/manifest.json`),
  'a checksum': inReports(`${REPORT}/2026-01-01T01-00Z/manifest.checksum`),
  'another prefix': inReports(`${REPORTS}/backups/manifest.json`),
  'a prefix that begins alike': inReports(`${REPORTS}/inventory-old/manifest.json`),
  "another Region's manifest": inVirginia('/inventory/333333333333/archive/x/manifest.json'),
  "another Region's destination bucket": inVirginia(''),
  "another Region's key": {
    arn: `arn:aws:kms:us-east-1:${DESTINATION}:key/9d1e`,
    account: DESTINATION,
    policyAt: 'collector-us-east-1 aws_kms_key.encryption_key.policy',
    context: { 'kms:ResourceAliases': ['alias/s3inventory-reports'] },
  },
  'a report of the allowed account': inReports(
    `${REPORTS}/inventory/777777777777/partner/organization-inventory/data/5d3e.parquet`,
  ),
  'the list of buckets': inReports(`${REPORTS}/dimensions/buckets/data.parquet`),
  'the destination bucket': inReports(REPORTS),
  'the results bucket': inResults(RESULTS),
  'a query result': inResults(`${RESULTS}/results/7c1a.csv`),
  'the topic': atDestination(
    regional('sns', 's3inventory-reports'),
    'aws_sns_topic_policy.reports_topic-policy.policy',
  ),
  'the queue': atDestination(regional('sqs', 's3inventory-register-report'), 'aws_sqs_queue.reports_queue.policy'),
  'the dead-letter queue': atDestination(
    regional('sqs', 's3inventory-register-report-dead-letters'),
    'aws_sqs_queue.reports_dead-letters.policy',
  ),
  'the queue of the register': inAssetRegister(
    regional('sqs', 's3inventory-register-asset'),
    'aws_sqs_queue.register_queue.policy',
  ),
  'the dead letters of the register': inAssetRegister(
    regional('sqs', 's3inventory-register-asset-dead-letters'),
    'aws_sqs_queue.register_dead-letters.policy',
  ),
  "the register's role": inAssetRegister(
    `arn:aws:iam::${DESTINATION}:role/s3inventory-register-asset`,
    'aws_iam_role.register_role.assume_role_policy',
  ),
  "the register's reconciling role": inAssetRegister(
    `arn:aws:iam::${DESTINATION}:role/s3inventory-reconcile-register`,
    'aws_iam_role.reconcile_role.assume_role_policy',
  ),
  "the register's results bucket": inAssetRegister(
    `arn:aws:s3:::s3inventory-results-register-eu-west-1-${DESTINATION}`,
    'aws_s3_bucket_policy.results_policy.policy',
  ),
  "the register's position": inAssetRegister(
    `arn:aws:s3:::s3inventory-results-register-eu-west-1-${DESTINATION}/reconcile-register/us-east-1.json`,
    'aws_s3_bucket_policy.results_policy.policy',
  ),
  "the register's query result": inAssetRegister(
    `arn:aws:s3:::s3inventory-results-register-eu-west-1-${DESTINATION}/results/7c1a.csv`,
    'aws_s3_bucket_policy.results_policy.policy',
  ),
  "the register's bucket": inAssetRegister(COPIES, COPIES_POLICY),
  'a copy of a report': inAssetRegister(
    `${COPIES}/dt=2026-01-31/account=${SOURCE}/region=eu-west-1/bucket=photos/5d3e.parquet`,
    COPIES_POLICY,
  ),
  "a copy's symlink.txt": inAssetRegister(
    `${COPIES}/reports/${SOURCE}/eu-west-1/photos/dt=2026-01-31-01-00/symlink.txt`,
    COPIES_POLICY,
  ),
  "the copies' key": { ...otherKey('alias/copies'), arn: COPIES_KEY },
  'the table asset_register': atDestination(regional('glue', 'table/s3_asset_register/asset_register')),
  'the table asset_register_latest': atDestination(regional('glue', 'table/s3_asset_register/asset_register_latest')),
  'the key': {
    ...atDestination(regional('kms', 'key/5f2c'), 'aws_kms_key.encryption_key.policy'),
    context: { 'kms:ResourceAliases': ['alias/s3inventory-reports'] },
  },
  'another key of the destination': otherKey('alias/payroll'),
  "another key that took the key's alias": otherKey('alias/s3inventory-reports'),
  "the Lambda's role": atDestination(
    `arn:aws:iam::${DESTINATION}:role/s3inventory-register-report-eu-west-1`,
    'aws_iam_role.register_role.assume_role_policy',
  ),
  'the Lambda': atDestination(regional('lambda', 'function:s3inventory-register-report')),
  'the table inventory': atDestination(regional('glue', 'table/s3_inventory/inventory')),
  'the table inventory_latest': atDestination(regional('glue', 'table/s3_inventory/inventory_latest')),
  'the database of the tables': atDestination(regional('glue', 'table/s3_inventory/*')),
  'the database of the asset register': atDestination(regional('glue', 'table/s3_asset_register/*')),
  'a foreign database': atDestination(regional('glue', 'table/default/*')),
  'the view current_objects': atDestination(regional('glue', 'table/s3_inventory/current_objects')),
  'the view reports': atDestination(regional('glue', 'table/s3_inventory/reports')),
  "the register's view reports": atDestination(regional('glue', 'table/s3_asset_register/reports')),
  'another table': atDestination(regional('glue', 'table/s3_inventory/salaries')),
  'a table of another database': atDestination(regional('glue', 'table/payroll/inventory')),
  'the workgroup': atDestination(regional('athena', 'workgroup/s3-inventory')),
  "the Lambda's log": atDestination(regional('logs', 'log-group:/aws/lambda/s3inventory-register-report:log-stream:1')),
  "the register's log": atDestination(
    regional('logs', 'log-group:/aws/lambda/s3inventory-register-asset:log-stream:1'),
  ),
  "the register's reconciling log": atDestination(
    regional('logs', 'log-group:/aws/lambda/s3inventory-reconcile-register:log-stream:1'),
  ),
  'another log': atDestination(regional('logs', 'log-group:/aws/lambda/payroll:log-stream:1')),
  'a source bucket': atSource('arn:aws:s3:::photos'),
  'an object of a source bucket': atSource('arn:aws:s3:::photos/2026/a.jpg'),
  'the source account': atSource('*'),
  'a user of the source account': atSource(`arn:aws:iam::${SOURCE}:user/ann`),
  "a source account's source role": {
    ...atSource(`arn:aws:iam::${SOURCE}:role/OrgS3role`),
    policyAt: `access-${SOURCE} aws_iam_role.source.assume_role_policy`,
    context: { 'aws:ResourceOrgID': [SNAPSHOT.organization.id] },
  },
  ...TO_DEPLOYERS,
  ...TO_PEOPLE,
  ...TO_SOVEREIGN,
  "the states' key": { ...otherKey('alias/states'), arn: STATE_KEY },
} as const satisfies Record<string, Target>;
