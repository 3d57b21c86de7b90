import type { QueryableDatabase } from './everywhere';
import { REPORT_KEY_ALIAS } from '../names/names';
import { roleStatements } from './deployer-roles';
import type { PolicyStatement } from './document';
import { actionsOf, allow, everywhereArn, type Everywhere } from './statements';

/** The resources that a deployer keeps. */
interface Where extends Everywhere {
  /** ARN of the roles' permissions boundary. */
  readonly boundary?: string | undefined;
}

/** The names of a collector's resources, as a wildcard. */
const OURS = 's3inventory-*';

/** Keeps the buckets of the collectors. It deletes reports only where the configuration allows `destroy` to delete them. */
export function bucketStatements({ partition, account }: Where, destroyReports: boolean): PolicyStatement[] {
  const bucket = `arn:${partition}:s3:::s3inventory-*-${account}`;
  const objects = destroyReports ? bucket : `arn:${partition}:s3:::s3inventory-results-*-${account}`;
  return [
    allow(
      'KeepBuckets',
      actionsOf(
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
        // Version 6.23 of the provider and newer ones call these; where they are refused, the two above.
        ...['ListTagsForResource', 'TagResource', 'UntagResource'],
      ),
      bucket,
    ),
    allow('EmptyBuckets', actionsOf('s3', 'DeleteObject', 'DeleteObjectVersion'), `${objects}/*`),
  ];
}

/**
 * Keeps the keys of the collectors. A key has no name, and its alias is made after it and deleted before it. So these actions cover every
 * key whose own policy allows them; a deletion waits for 30 days.
 */
export const keyStatements = (where: Where): PolicyStatement[] => [
  allow('MakeKeys', actionsOf('kms', 'CreateKey', 'ListAliases'), '*'),
  allow(
    'KeepKeys',
    actionsOf(
      'kms',
      ...['DescribeKey', 'GetKeyPolicy', 'PutKeyPolicy', 'UpdateKeyDescription', 'GetKeyRotationStatus'],
      ...['EnableKeyRotation', 'ListResourceTags', 'TagResource', 'UntagResource'],
    ),
    everywhereArn(where, 'kms', 'key/*'),
  ),
  allow('NameKeys', actionsOf('kms', 'CreateAlias', 'UpdateAlias', 'DeleteAlias'), [
    everywhereArn(where, 'kms', 'key/*'),
    everywhereArn(where, 'kms', REPORT_KEY_ALIAS),
  ]),
  allow('RetireKeys', 'kms:ScheduleKeyDeletion', everywhereArn(where, 'kms', 'key/*'), {
    NumericEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' },
  }),
];

const TAGS = ['ListTagsForResource', 'TagResource', 'UntagResource'];

/** Keeps everything else that a collector consists of. The resource is `*` where AWS knows none. */
export const deployStatements = (where: Where, databases: readonly QueryableDatabase[]): PolicyStatement[] => [
  allow(
    'KeepTopics',
    actionsOf(
      'sns',
      ...['CreateTopic', 'DeleteTopic', 'GetTopicAttributes', 'SetTopicAttributes', 'Subscribe', 'Unsubscribe'],
      ...['GetSubscriptionAttributes', 'SetSubscriptionAttributes', 'ListSubscriptionsByTopic', ...TAGS],
    ),
    everywhereArn(where, 'sns', OURS),
  ),
  allow(
    'KeepQueues',
    actionsOf(
      'sqs',
      ...['CreateQueue', 'DeleteQueue', 'GetQueueAttributes', 'SetQueueAttributes'],
      ...['ListQueueTags', 'TagQueue', 'UntagQueue'],
    ),
    everywhereArn(where, 'sqs', OURS),
  ),
  allow(
    'KeepFunctions',
    actionsOf(
      'lambda',
      ...['CreateFunction', 'DeleteFunction', 'GetFunction', 'GetFunctionCodeSigningConfig', 'ListVersionsByFunction'],
      ...['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'AddPermission', 'RemovePermission', 'GetPolicy'],
      ...['ListTags', 'TagResource', 'UntagResource'],
    ),
    everywhereArn(where, 'lambda', `function:${OURS}`),
  ),
  allow('MakeEventSources', 'lambda:CreateEventSourceMapping', '*', {
    ArnLike: { 'lambda:FunctionArn': everywhereArn(where, 'lambda', `function:${OURS}`) },
  }),
  allow(
    'KeepEventSources',
    actionsOf(
      'lambda',
      ...['GetEventSourceMapping', 'UpdateEventSourceMapping', 'DeleteEventSourceMapping'],
      ...['ListTags', 'TagResource', 'UntagResource'],
    ),
    everywhereArn(where, 'lambda', 'event-source-mapping:*'),
  ),
  ...roleStatements({ roles: everywhereArn(where, 'iam', `role/${OURS}`, ''), boundary: where.boundary }),
  allow('FindLogs', 'logs:DescribeLogGroups', '*'),
  allow(
    'KeepLogs',
    actionsOf('logs', 'CreateLogGroup', 'DeleteLogGroup', 'PutRetentionPolicy', ...TAGS),
    everywhereArn(where, 'logs', `log-group:/aws/lambda/${OURS}`),
  ),
  allow(
    'KeepSchedules',
    actionsOf(
      'events',
      'PutRule',
      'DescribeRule',
      'DeleteRule',
      'PutTargets',
      'RemoveTargets',
      'ListTargetsByRule',
      ...TAGS,
    ),
    everywhereArn(where, 'events', `rule/${OURS}`),
  ),
  allow(
    'KeepAlarms',
    actionsOf('cloudwatch', 'PutMetricAlarm', 'DescribeAlarms', 'DeleteAlarms', ...TAGS),
    everywhereArn(where, 'cloudwatch', `alarm:${OURS}`),
  ),
  allow(
    'KeepDashboards',
    actionsOf('cloudwatch', 'PutDashboard', 'GetDashboard', 'DeleteDashboards'),
    everywhereArn(where, 'cloudwatch', 'dashboard/s3-inventory-*', ''),
  ),
  allow(
    'KeepDatabase',
    actionsOf(
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
      ...databases.flatMap(({ database: name }) => [
        `database/${name}`,
        `table/${name}/*`,
        `userDefinedFunction/${name}/*`,
      ]),
    ].map((resource) => everywhereArn(where, 'glue', resource)),
  ),
  allow(
    'KeepWorkgroup',
    actionsOf(
      'athena',
      ...['CreateWorkGroup', 'GetWorkGroup', 'UpdateWorkGroup', 'DeleteWorkGroup'],
      ...['CreateNamedQuery', 'GetNamedQuery', 'DeleteNamedQuery', ...TAGS],
    ),
    databases.map(({ workgroup }) => everywhereArn(where, 'athena', `workgroup/${workgroup}`)),
  ),
];
