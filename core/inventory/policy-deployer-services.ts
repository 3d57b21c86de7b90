import { REPORT_KEY_ALIAS } from './names';
import { roleStatements } from './policy-deployer-roles';
import type { PolicyStatement } from './policy-document';

/** Whose resources are meant, in every Region. */
interface Where {
  /** 12 digits. */
  readonly account: string;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** ARN of the roles' permissions boundary. */
  readonly boundary?: string | undefined;
}

/** How the names of what a collector makes begin. */
const OURS = 's3inventory-*';

const allow = (
  sid: string,
  actions: PolicyStatement['Action'],
  resources: PolicyStatement['Resource'],
  condition?: PolicyStatement['Condition'],
): PolicyStatement => ({
  ...{ Sid: sid, Effect: 'Allow', Action: actions },
  ...(resources === undefined ? {} : { Resource: resources }),
  ...(condition === undefined ? {} : { Condition: condition }),
});

const of = (service: string, ...actions: readonly string[]) => actions.map((action) => `${service}:${action}`);
const arn = ({ partition, account }: Where, service: string, resource: string, region = '*') =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;

/** The buckets of the collectors. Reports are deleted only where the configuration lets `destroy` delete them. */
export function bucketStatements({ partition, account }: Where, destroyReports: boolean): PolicyStatement[] {
  const bucket = `arn:${partition}:s3:::s3inventory-*-${account}`;
  const objects = destroyReports ? bucket : `arn:${partition}:s3:::s3inventory-results-*-${account}`;
  return [
    allow(
      'KeepBuckets',
      of(
        's3',
        ...['CreateBucket', 'DeleteBucket', 'ListBucket', 'ListBucketVersions'],
        ...['GetAccelerateConfiguration', 'GetBucketAcl', 'GetBucketCORS', 'GetBucketLogging'],
        ...['GetBucketObjectLockConfiguration', 'GetBucketRequestPayment', 'GetBucketVersioning', 'GetBucketWebsite'],
        ...['GetReplicationConfiguration', 'GetBucketNotification', 'PutBucketNotification'],
        ...['GetBucketOwnershipControls', 'PutBucketOwnershipControls'],
        ...['GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy'],
        ...['GetBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'],
        ...['GetEncryptionConfiguration', 'PutEncryptionConfiguration'],
        ...['GetLifecycleConfiguration', 'PutLifecycleConfiguration'],
        ...['GetBucketTagging', 'PutBucketTagging'],
        // From version 6.23 of the provider on, which falls back to the two above.
        ...['ListTagsForResource', 'TagResource', 'UntagResource'],
      ),
      bucket,
    ),
    allow('EmptyBuckets', of('s3', 'DeleteObject', 'DeleteObjectVersion'), `${objects}/*`),
  ];
}

/**
 * The keys of the collectors. A key has no name, and its alias is made after it and deleted before it, so that these actions speak of
 * every key whose own policy lets them; a deletion waits for 30 days.
 */
export const keyStatements = (where: Where): PolicyStatement[] => [
  allow('MakeKeys', of('kms', 'CreateKey', 'ListAliases'), '*'),
  allow(
    'KeepKeys',
    of(
      'kms',
      ...['DescribeKey', 'GetKeyPolicy', 'PutKeyPolicy', 'UpdateKeyDescription', 'GetKeyRotationStatus'],
      ...['EnableKeyRotation', 'ListResourceTags', 'TagResource', 'UntagResource'],
    ),
    arn(where, 'kms', 'key/*'),
  ),
  allow('NameKeys', of('kms', 'CreateAlias', 'UpdateAlias', 'DeleteAlias'), [
    arn(where, 'kms', 'key/*'),
    arn(where, 'kms', REPORT_KEY_ALIAS),
  ]),
  allow('RetireKeys', 'kms:ScheduleKeyDeletion', arn(where, 'kms', 'key/*'), {
    NumericEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' },
  }),
];

const TAGS = ['ListTagsForResource', 'TagResource', 'UntagResource'];

/** Databases and workgroups by name. */
export interface QueryEngines {
  readonly databases: readonly string[];
  readonly workgroups: readonly string[];
}

/** Everything else that a collector is made of. `*` stands where AWS knows no resource. */
export const deployStatements = (where: Where, { databases, workgroups }: QueryEngines): PolicyStatement[] => [
  allow(
    'KeepTopics',
    of(
      'sns',
      ...['CreateTopic', 'DeleteTopic', 'GetTopicAttributes', 'SetTopicAttributes', 'Subscribe', 'Unsubscribe'],
      ...['GetSubscriptionAttributes', 'SetSubscriptionAttributes', 'ListSubscriptionsByTopic', ...TAGS],
    ),
    arn(where, 'sns', OURS),
  ),
  allow(
    'KeepQueues',
    of(
      'sqs',
      ...['CreateQueue', 'DeleteQueue', 'GetQueueAttributes', 'SetQueueAttributes'],
      ...['ListQueueTags', 'TagQueue', 'UntagQueue'],
    ),
    arn(where, 'sqs', OURS),
  ),
  allow(
    'KeepFunctions',
    of(
      'lambda',
      ...['CreateFunction', 'DeleteFunction', 'GetFunction', 'GetFunctionCodeSigningConfig', 'ListVersionsByFunction'],
      ...['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'AddPermission', 'RemovePermission', 'GetPolicy'],
      ...['ListTags', 'TagResource', 'UntagResource'],
    ),
    arn(where, 'lambda', `function:${OURS}`),
  ),
  allow('MakeEventSources', 'lambda:CreateEventSourceMapping', '*', {
    ArnLike: { 'lambda:FunctionArn': arn(where, 'lambda', `function:${OURS}`) },
  }),
  allow(
    'KeepEventSources',
    of(
      'lambda',
      ...['GetEventSourceMapping', 'UpdateEventSourceMapping', 'DeleteEventSourceMapping'],
      ...['ListTags', 'TagResource', 'UntagResource'],
    ),
    arn(where, 'lambda', 'event-source-mapping:*'),
  ),
  ...roleStatements({ roles: arn(where, 'iam', `role/${OURS}`, ''), boundary: where.boundary }),
  allow('FindLogs', 'logs:DescribeLogGroups', '*'),
  allow(
    'KeepLogs',
    of('logs', 'CreateLogGroup', 'DeleteLogGroup', 'PutRetentionPolicy', ...TAGS),
    arn(where, 'logs', `log-group:/aws/lambda/${OURS}`),
  ),
  allow(
    'KeepSchedules',
    of('events', 'PutRule', 'DescribeRule', 'DeleteRule', 'PutTargets', 'RemoveTargets', 'ListTargetsByRule', ...TAGS),
    arn(where, 'events', `rule/${OURS}`),
  ),
  allow(
    'KeepAlarms',
    of('cloudwatch', 'PutMetricAlarm', 'DescribeAlarms', 'DeleteAlarms', ...TAGS),
    arn(where, 'cloudwatch', `alarm:${OURS}`),
  ),
  allow(
    'KeepDashboards',
    of('cloudwatch', 'PutDashboard', 'GetDashboard', 'DeleteDashboards'),
    arn(where, 'cloudwatch', 'dashboard/s3-inventory-*', ''),
  ),
  allow(
    'KeepDatabase',
    of(
      'glue',
      'CreateDatabase',
      'GetDatabase',
      'UpdateDatabase',
      'DeleteDatabase',
      'GetTags',
      'TagResource',
      'UntagResource',
    ),
    [
      'catalog',
      ...databases.flatMap((name) => [`database/${name}`, `table/${name}/*`, `userDefinedFunction/${name}/*`]),
    ].map((resource) => arn(where, 'glue', resource)),
  ),
  allow(
    'KeepWorkgroup',
    of(
      'athena',
      ...['CreateWorkGroup', 'GetWorkGroup', 'UpdateWorkGroup', 'DeleteWorkGroup'],
      ...['CreateNamedQuery', 'GetNamedQuery', 'DeleteNamedQuery', ...TAGS],
    ),
    workgroups.map((name) => arn(where, 'athena', `workgroup/${name}`)),
  ),
];
