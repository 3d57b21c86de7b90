import { SOURCE } from '../stacks/sample';
import { surprises } from './evaluate';
import { samplePolicies } from './organization';
import { SCENARIOS } from './scenarios';
import { dropped, weakened, withAction, without, withPrincipal, withResource, type Change } from './weakened';

const COLLECTOR = 'collector-eu-west-1';
const DELIVERY = `${COLLECTOR} aws_s3_bucket_policy.destination_policy.policy`;
const RESULTS = `${COLLECTOR} aws_s3_bucket_policy.results_policy.policy`;
const KEY = `${COLLECTOR} aws_kms_key.encryption_key.policy`;
const TOPIC = `${COLLECTOR} aws_sns_topic_policy.reports_topic-policy.policy`;
const QUEUE = `${COLLECTOR} aws_sqs_queue.reports_queue.policy`;
const REGISTER_REPORT = `${COLLECTOR} aws_iam_role_policy.register_permissions.policy`;
const TRUST = `access-${SOURCE} aws_iam_role.source.assume_role_policy`;
const ORGANIZATION = 'delegation aws_organizations_resource_policy.organization.content';
const SOURCE_ROLE = `access-${SOURCE} aws_iam_role_policy.source-permissions.policy`;

interface Weakening {
  readonly what: string;
  readonly where: string;
  readonly sid: string;
  readonly change: Change;
  /** Scenarios that get another answer then, among others. */
  readonly caughtBy: readonly string[];
}

const WEAKENINGS: readonly Weakening[] = [
  {
    what: 'plain HTTP at the destination bucket',
    where: DELIVERY,
    sid: 'RefusePlainHttp',
    change: dropped,
    caughtBy: [
      'S3 for a member over plain HTTP delivers a report',
      "the destination's admin over plain HTTP reads a report",
      'register-report over plain HTTP reads a manifest',
    ],
  },
  {
    what: 'delivery for any organization',
    where: DELIVERY,
    sid: 'DeliverForOrganization',
    change: without('aws:SourceOrgID'),
    caughtBy: [
      'S3 for another organization delivers a report',
      "S3 for another organization, a member's bucket name delivers a report",
      'S3 for an account without organization delivers a report',
    ],
  },
  {
    what: 'delivery anywhere in the bucket',
    where: DELIVERY,
    sid: 'DeliverForAccounts',
    change: withResource('arn:aws:s3:::s3inventory-eu-west-1-222222222222/*'),
    caughtBy: ['S3 for a member writes another prefix', 'S3 for a member writes a prefix that begins alike'],
  },
  {
    what: 'delivery by everybody',
    where: DELIVERY,
    sid: 'DeliverForOrganization',
    change: withPrincipal('*'),
    caughtBy: ['CloudTrail for a member writes a report', 'SNS for a member writes a report'],
  },
  {
    what: 'delivery without control for the owner',
    where: DELIVERY,
    sid: 'DeliverForOrganization',
    change: without('s3:x-amz-acl'),
    caughtBy: ['S3 for a member, owner not in control delivers a report'],
  },
  {
    what: 'a trust that asks for no external id',
    where: TRUST,
    sid: 'AssumedByDestinationAccount',
    change: without('sts:ExternalId'),
    caughtBy: [
      "the deployer with the session tags alone assumes a source account's source role",
      "the deployer with a guessed external id assumes a source account's source role",
    ],
  },
  {
    what: 'a trust that asks for no session tag',
    where: TRUST,
    sid: 'AssumedByDestinationAccount',
    change: without('aws:RequestTag/Purpose'),
    caughtBy: ["the deployer with the external id, a tag of another value assumes a source account's source role"],
  },
  {
    what: 'a trust that takes any session tag',
    where: TRUST,
    sid: 'TaggedByDestinationAccount',
    change: without('aws:TagKeys'),
    caughtBy: ["the deployer with the external id, a tag too many tags a session of a source account's source role"],
  },
  {
    what: 'a trust in the whole destination account',
    where: TRUST,
    sid: 'AssumedByDestinationAccount',
    change: without('aws:PrincipalArn'),
    caughtBy: ["the destination's admin with the external id assumes a source account's source role"],
  },
  {
    what: 'a trust in everybody',
    where: TRUST,
    sid: 'AssumedByDestinationAccount',
    change: (statement) => withPrincipal('*')(without('aws:PrincipalArn')(statement) ?? statement),
    caughtBy: ["a foreign account's admin with the external id assumes a source account's source role"],
  },
  {
    what: 'a source role that reads objects',
    where: SOURCE_ROLE,
    sid: 'ConfigureInventory',
    change: (statement) => withAction('s3:GetObject')(withResource('*')(statement) ?? statement),
    caughtBy: ['the source role over TLS reads an object of a source bucket'],
  },
  {
    what: 'a Lambda that reads everything in the bucket',
    where: REGISTER_REPORT,
    sid: 'ReadManifests',
    change: withResource('arn:aws:s3:::s3inventory-eu-west-1-222222222222/*'),
    caughtBy: ['register-report over TLS reads a report', 'register-report over TLS reads another prefix'],
  },
  {
    what: 'a Lambda that drops what it registers',
    where: REGISTER_REPORT,
    sid: 'KeepTables',
    change: withAction('glue:DeleteTable', 'glue:BatchDeletePartition'),
    caughtBy: [
      'register-report over TLS drops partitions of the table inventory',
      'register-report over TLS drops the table inventory',
    ],
  },
  {
    what: 'encryption for any organization',
    where: KEY,
    sid: 'EncryptForOrganization',
    change: without('aws:SourceOrgID'),
    caughtBy: ['S3 for another organization encrypts with the key'],
  },
  {
    what: 'decryption past S3',
    where: KEY,
    sid: 'ReadReportsThroughS3',
    change: without('kms:ViaService'),
    caughtBy: [
      "the destination's admin over TLS decrypts with the key",
      "the destination's admin through Secrets Manager decrypts with the key",
    ],
  },
  {
    what: 'a topic that any bucket reaches',
    where: TOPIC,
    sid: 'PublishNewReports',
    change: without('aws:SourceArn'),
    caughtBy: ['S3 for the results bucket publishes to the topic'],
  },
  {
    what: 'a topic that a bucket of the same name reaches',
    where: TOPIC,
    sid: 'PublishNewReports',
    change: without('aws:SourceAccount'),
    caughtBy: ['S3 for the destination bucket, now a foreign one publishes to the topic'],
  },
  {
    what: 'a queue that every topic fills',
    where: QUEUE,
    sid: 'SendNewReports',
    change: without('aws:SourceArn'),
    caughtBy: [
      'SNS for a foreign topic of that name sends to the queue',
      'SNS for another topic of the destination sends to the queue',
    ],
  },
  {
    what: 'an organization that everybody reads',
    where: ORGANIZATION,
    sid: 'ReadOrganization',
    change: withPrincipal('*'),
    caughtBy: [
      "a source account's admin over TLS lists the accounts of the organization",
      "a foreign account's admin over TLS lists the accounts of the organization",
    ],
  },
  {
    what: 'an organization that the destination account changes',
    where: ORGANIZATION,
    sid: 'FindAccounts',
    change: withAction('organizations:MoveAccount', 'organizations:CloseAccount'),
    caughtBy: [
      "the destination's admin over TLS moves to another unit an account of the organization",
      "the destination's admin over TLS closes an account of the organization",
    ],
  },
  {
    what: 'query results over plain HTTP',
    where: RESULTS,
    sid: 'RefusePlainHttp',
    change: dropped,
    caughtBy: ["the destination's admin over plain HTTP reads a query result"],
  },
];

const policies = samplePolicies();

describe('a weakened policy is caught by the scenarios:', () => {
  it.each(WEAKENINGS)('$what', async ({ where, sid, change, caughtBy }) => {
    const surprising = await surprises(weakened(policies, where, sid, change), SCENARIOS);

    expect(surprising).toEqual(expect.arrayContaining([...caughtBy]));
  });
});
