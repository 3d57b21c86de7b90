import { DESTINATION, EMPTY_SOURCE, SNAPSHOT, SOURCE } from '../stacks/sample';
import { ALLOWED, BOUNDARY, EXTERNAL_ID, SESSION_TAGS } from './organization';
import { FOREIGN } from './who';

const TLS = { 'aws:SecureTransport': 'true' };
const PLAIN = { 'aws:SecureTransport': 'false' };
const OUR_ORGANIZATION = { 'aws:SourceOrgID': SNAPSHOT.organization.id };
const FOREIGN_ORGANIZATION = { 'aws:SourceOrgID': 'o-z9y8x7w6v5' };
const OWNER_CONTROLS = { 's3:x-amz-acl': 'bucket-owner-full-control' };

const account = (id: string) => ({ 'aws:SourceAccount': id });
const bucket = (name: string) => ({ 'aws:SourceArn': `arn:aws:s3:::${name}` });
const topic = (owner: string, name: string, region = 'eu-west-1') => ({
  'aws:SourceArn': `arn:aws:sns:${region}:${owner}:${name}`,
});
const through = (service: string) => ({ ...TLS, 'kms:ViaService': service });
const policyOfDestination = (name: string) => `arn:aws:iam::${DESTINATION}:policy/${name}`;
const bound = (name: string) => ({
  ...TLS,
  'lambda:FunctionArn': `arn:aws:lambda:eu-west-1:${DESTINATION}:function:${name}`,
});
const EXTERNAL = { ...TLS, 'sts:ExternalId': EXTERNAL_ID };
const tagged = (tags: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
  'aws:TagKeys': Object.keys(tags),
});
const MEMBER = { ...account(SOURCE), ...OUR_ORGANIZATION, ...bucket('photos') };

const DESTINATION_BUCKET = `s3inventory-eu-west-1-${DESTINATION}`;

/** The condition keys of a call: AWS gives them to the policies. Each name says from where the call comes, or on behalf of whom. */
export const FROM_WHERE = {
  'over TLS': TLS,
  'over plain HTTP': PLAIN,
  'over TLS, below the prefix': { ...TLS, 's3:prefix': `inventory/${SOURCE}/photos/` },
  'over TLS, below the copies': { ...TLS, 's3:prefix': `reports/${SOURCE}/eu-west-1/photos/` },
  'over TLS, below a day of copies': { ...TLS, 's3:prefix': 'dt=2026-01-31/' },
  'over TLS, below the positions': { ...TLS, 's3:prefix': 'reconcile-register/us-east-1.json' },
  'over TLS, below another prefix': { ...TLS, 's3:prefix': 'backups/' },

  'for a member': { ...TLS, ...OWNER_CONTROLS, ...MEMBER },
  'for a member over plain HTTP': { ...PLAIN, ...OWNER_CONTROLS, ...MEMBER },
  'for a member, owner not in control': { ...TLS, ...MEMBER },
  'for a member, made public': { ...TLS, ...MEMBER, 's3:x-amz-acl': 'public-read' },
  'for a member, organization unsaid': { ...TLS, ...OWNER_CONTROLS, ...account(SOURCE), ...bucket('photos') },
  'for a member, account unsaid': { ...TLS, ...OWNER_CONTROLS, ...OUR_ORGANIZATION, ...bucket('photos') },
  'for a member, bucket unsaid': { ...TLS, ...OWNER_CONTROLS, ...account(SOURCE), ...OUR_ORGANIZATION },
  'for a member without buckets': { ...TLS, ...OWNER_CONTROLS, ...MEMBER, ...account(EMPTY_SOURCE) },
  'for a member of tomorrow': { ...TLS, ...OWNER_CONTROLS, ...MEMBER, ...account('888888888888') },
  "for a member's queue, not a bucket": {
    ...TLS,
    ...OWNER_CONTROLS,
    ...MEMBER,
    'aws:SourceArn': `arn:aws:sqs:eu-west-1:${SOURCE}:photos`,
  },
  'for a member in the sovereign cloud': {
    ...TLS,
    ...OWNER_CONTROLS,
    ...MEMBER,
    'aws:SourceArn': 'arn:aws-eusc:s3:::photos',
  },
  'for another organization': {
    ...TLS,
    ...OWNER_CONTROLS,
    ...FOREIGN_ORGANIZATION,
    ...account(FOREIGN),
    ...bucket('theirs'),
  },
  "for another organization, a member's bucket name": {
    ...TLS,
    ...OWNER_CONTROLS,
    ...FOREIGN_ORGANIZATION,
    ...account(FOREIGN),
    ...bucket('photos'),
  },
  'for an allowed account outside': { ...TLS, ...OWNER_CONTROLS, ...account(ALLOWED), ...bucket('partner') },
  'for an allowed account outside, owner not in control': { ...TLS, ...account(ALLOWED), ...bucket('partner') },
  "for an allowed account's queue, not a bucket": {
    ...TLS,
    ...OWNER_CONTROLS,
    ...account(ALLOWED),
    'aws:SourceArn': `arn:aws:sqs:eu-west-1:${ALLOWED}:partner`,
  },
  'for an allowed account outside over plain HTTP': {
    ...PLAIN,
    ...OWNER_CONTROLS,
    ...account(ALLOWED),
    ...bucket('partner'),
  },
  'for an account without organization': { ...TLS, ...OWNER_CONTROLS, ...account(FOREIGN), ...bucket('theirs') },
  'for nobody it names': { ...TLS, ...OWNER_CONTROLS },

  'for the destination bucket': { ...TLS, ...account(DESTINATION), ...OUR_ORGANIZATION, ...bucket(DESTINATION_BUCKET) },
  'for the destination bucket over plain HTTP': {
    ...PLAIN,
    ...OUR_ORGANIZATION,
    ...account(DESTINATION),
    ...bucket(DESTINATION_BUCKET),
  },
  'for the destination bucket, now a foreign one': {
    ...TLS,
    ...FOREIGN_ORGANIZATION,
    ...account(FOREIGN),
    ...bucket(DESTINATION_BUCKET),
  },
  'for the results bucket': {
    ...TLS,
    ...OUR_ORGANIZATION,
    ...account(DESTINATION),
    ...bucket(`s3inventory-results-eu-west-1-${DESTINATION}`),
  },

  'for the topic': { ...TLS, ...account(DESTINATION), ...topic(DESTINATION, 's3inventory-reports') },
  'for the topic over plain HTTP': { ...PLAIN, ...account(DESTINATION), ...topic(DESTINATION, 's3inventory-reports') },
  "for another Region's topic": { ...TLS, ...topic(DESTINATION, 's3inventory-reports', 'us-east-1') },
  "for another Region's topic over plain HTTP": { ...PLAIN, ...topic(DESTINATION, 's3inventory-reports', 'us-east-1') },
  "for an unused Region's topic": { ...TLS, ...topic(DESTINATION, 's3inventory-reports', 'ap-south-1') },
  'for another topic of the destination': { ...TLS, ...account(DESTINATION), ...topic(DESTINATION, 'chat') },
  "for a member's topic of that name": { ...TLS, ...account(SOURCE), ...topic(SOURCE, 's3inventory-reports') },
  'for a foreign topic of that name': { ...TLS, ...account(FOREIGN), ...topic(FOREIGN, 's3inventory-reports') },

  'through S3': through('s3.eu-west-1.amazonaws.com'),
  'through S3 of another Region': through('s3.us-east-1.amazonaws.com'),
  'through S3 of the sovereign cloud': through('s3.eusc-de-east-1.amazonaws.com'),
  'through S3 by its name in the sovereign cloud': through('s3.eusc-de-east-1.amazonaws.eu'),
  'through Secrets Manager': through('secretsmanager.eu-west-1.amazonaws.com'),

  'for the Lambda': bound('s3inventory-register-report'),
  'for another function': bound('payroll'),
  'to Lambda': { ...TLS, 'iam:PassedToService': 'lambda.amazonaws.com' },
  'to EC2': { ...TLS, 'iam:PassedToService': 'ec2.amazonaws.com' },
  'within 30 days': { ...TLS, 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' },
  'within a week': { ...TLS, 'kms:ScheduleKeyDeletionPendingWindowInDays': '7' },

  'with the external id': { ...EXTERNAL, ...tagged(SESSION_TAGS) },
  'with a guessed external id': { ...EXTERNAL, ...tagged(SESSION_TAGS), 'sts:ExternalId': 'secret-8' },
  'with the session tags alone': { ...TLS, ...tagged(SESSION_TAGS) },
  'with the external id, untagged': EXTERNAL,
  'with the external id, a tag of another value': { ...EXTERNAL, ...tagged({ ...SESSION_TAGS, Purpose: 'backups' }) },
  'with the external id, a tag too few': { ...EXTERNAL, ...tagged({ Purpose: SESSION_TAGS.Purpose }) },
  'with the external id, a tag too many': { ...EXTERNAL, ...tagged({ ...SESSION_TAGS, Admin: 'yes' }) },

  'within the boundary': { ...TLS, 'iam:PermissionsBoundary': policyOfDestination(BOUNDARY) },
  'within another boundary': { ...TLS, 'iam:PermissionsBoundary': policyOfDestination('everything') },
} as const satisfies Record<string, Readonly<Record<string, string | readonly string[]>>>;
