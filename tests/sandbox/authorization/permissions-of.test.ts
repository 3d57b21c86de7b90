import { type AwsCall, readCall } from '../../../sandbox/authorization/aws-call';
import { permissionsOf } from '../../../sandbox/authorization/permissions-of';

const ACCOUNT = '222222222222';
const PLACE = {
  account: ACCOUNT,
  identityArn: `arn:aws:iam::${ACCOUNT}:user/deployer`,
  organization: 'o-a1b2c3d4e5',
  managementAccount: '111111111111',
  workgroupOf: () => 's3-inventory',
};

interface Request {
  readonly method?: string;
  readonly url?: string;
  readonly target?: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function call(
  service: string,
  { method = 'POST', url = '/', target, form, json, headers, body = '' }: Request,
): AwsCall {
  const type = form === undefined ? 'application/x-amz-json-1.1' : 'application/x-www-form-urlencoded; charset=utf-8';
  const text =
    form !== undefined ? String(new URLSearchParams(form)) : json === undefined ? body : JSON.stringify(json);
  const read = readCall({
    method,
    url,
    body: Buffer.from(text),
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...(form === undefined && json === undefined ? {} : { 'content-type': type }),
      ...(target === undefined ? {} : { 'x-amz-target': target }),
      ...headers,
    },
  });
  if (read === undefined) throw new Error('it is signed');
  return read;
}

const needed = (service: string, request: Request) =>
  permissionsOf(call(service, request), PLACE).map(({ action, resource }) => `${action} on ${resource}`);

describe('the permissions that a call needs', () => {
  it.each<[string, Request, string[]]>([
    ['listing buckets', { method: 'GET', url: '/' }, ['s3:ListAllMyBuckets on *']],
    ['making a bucket', { method: 'PUT', url: '/photos' }, ['s3:CreateBucket on arn:aws:s3:::photos']],
    ['deleting a bucket', { method: 'DELETE', url: '/photos' }, ['s3:DeleteBucket on arn:aws:s3:::photos']],
    ['looking whether a bucket is there', { method: 'HEAD', url: '/photos' }, ['s3:ListBucket on arn:aws:s3:::photos']],
    [
      'reading an inventory configuration',
      { method: 'GET', url: '/photos?inventory&id=x' },
      ['s3:GetInventoryConfiguration on arn:aws:s3:::photos'],
    ],
    [
      'deleting an inventory configuration',
      { method: 'DELETE', url: '/photos?inventory&id=x' },
      ['s3:PutInventoryConfiguration on arn:aws:s3:::photos'],
    ],
    [
      'deleting the policy of a bucket',
      { method: 'DELETE', url: '/photos?policy' },
      ['s3:DeleteBucketPolicy on arn:aws:s3:::photos'],
    ],
    ['listing versions', { method: 'GET', url: '/photos?versions' }, ['s3:ListBucketVersions on arn:aws:s3:::photos']],
    [
      'reading an object',
      { method: 'GET', url: '/photos/a%20b/c.txt?x-id=GetObject' },
      ['s3:GetObject on arn:aws:s3:::photos/a b/c.txt'],
    ],
    ['looking at an object', { method: 'HEAD', url: '/photos/c.txt' }, ['s3:GetObject on arn:aws:s3:::photos/c.txt']],
    ['writing an object', { method: 'PUT', url: '/photos/c.txt' }, ['s3:PutObject on arn:aws:s3:::photos/c.txt']],
    [
      'copying an object',
      { method: 'PUT', url: '/photos/c.txt', headers: { 'x-amz-copy-source': 'other/d%20e.txt' } },
      ['s3:PutObject on arn:aws:s3:::photos/c.txt', 's3:GetObject on arn:aws:s3:::other/d e.txt'],
    ],
    [
      'ending a copy in parts before its time',
      { method: 'DELETE', url: '/photos/c.txt?uploadId=u' },
      ['s3:AbortMultipartUpload on arn:aws:s3:::photos/c.txt'],
    ],
    [
      'deleting many objects',
      { url: '/photos?delete', body: '<Delete><Object><Key>a</Key><VersionId>null</VersionId></Object></Delete>' },
      ['s3:DeleteObject on arn:aws:s3:::photos/a'],
    ],
    [
      'deleting many versions',
      { url: '/photos?delete', body: '<Delete><Object><Key>a</Key><VersionId>v1</VersionId></Object></Delete>' },
      ['s3:DeleteObjectVersion on arn:aws:s3:::photos/a'],
    ],
  ])('S3: %s', (_, request, expected) => expect(needed('s3', request)).toEqual(expected));

  it('include the listed prefix as a condition key', () => {
    const [permission] = permissionsOf(call('s3', { method: 'GET', url: '/photos?list-type=2&prefix=a%2F' }), PLACE);

    expect(permission).toEqual({
      action: 's3:ListBucket',
      resource: 'arn:aws:s3:::photos',
      context: { 's3:prefix': 'a/' },
    });
  });

  const aws = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${resource}`;

  it.each<[string, string, Request, string[]]>([
    [
      'making a function with a role and tags',
      'lambda',
      {
        url: '/2015-03-31/functions',
        json: { FunctionName: 'f', Role: `arn:aws:iam::${ACCOUNT}:role/r`, Tags: { team: 'x' } },
      },
      [
        `lambda:CreateFunction on ${aws('lambda', 'function:f')}`,
        `lambda:TagResource on ${aws('lambda', 'function:f')}`,
        `iam:PassRole on arn:aws:iam::${ACCOUNT}:role/r`,
      ],
    ],
    [
      'changing the code of a function',
      'lambda',
      { method: 'PUT', url: '/2015-03-31/functions/f/code' },
      [`lambda:UpdateFunctionCode on ${aws('lambda', 'function:f')}`],
    ],
    [
      'connecting a queue with a function',
      'lambda',
      { url: '/2015-03-31/event-source-mappings', json: { FunctionName: 'f' } },
      ['lambda:CreateEventSourceMapping on *'],
    ],
    [
      'making a role with tags',
      'iam',
      { form: { Action: 'CreateRole', RoleName: 'r', 'Tags.member.1.Key': 'team' } },
      [`iam:CreateRole on arn:aws:iam::${ACCOUNT}:role/r`, `iam:TagRole on arn:aws:iam::${ACCOUNT}:role/r`],
    ],
    [
      'adding partitions: a table, its database and the catalog are asked',
      'glue',
      { target: 'AWSGlue.BatchCreatePartition', json: { DatabaseName: 'd', TableName: 't' } },
      [
        `glue:BatchCreatePartition on ${aws('glue', 'catalog')}`,
        `glue:BatchCreatePartition on ${aws('glue', 'database/d')}`,
        `glue:BatchCreatePartition on ${aws('glue', 'table/d/t')}`,
      ],
    ],
    [
      'deleting messages in a batch',
      'sqs',
      { target: 'AmazonSQS.DeleteMessageBatch', json: { QueueUrl: `http://sqs/${ACCOUNT}/q` } },
      [`sqs:DeleteMessage on ${aws('sqs', 'q')}`],
    ],
    [
      'ending a subscription',
      'sns',
      { form: { Action: 'Unsubscribe', SubscriptionArn: `${aws('sns', 't')}:0123` } },
      [`sns:Unsubscribe on ${aws('sns', 't')}`],
    ],
    [
      'making an alarm',
      'monitoring',
      { form: { Action: 'PutMetricAlarm', AlarmName: 'a' } },
      [`cloudwatch:PutMetricAlarm on ${aws('cloudwatch', 'alarm:a')}`],
    ],
    [
      'making a key with tags',
      'kms',
      { target: 'TrentService.CreateKey', json: { Tags: [{ TagKey: 'team', TagValue: 'x' }] } },
      ['kms:CreateKey on *', `kms:TagResource on ${aws('kms', 'key/new')}`],
    ],
    [
      'reading a saved query: its workgroup is asked',
      'athena',
      { target: 'AmazonAthena.GetNamedQuery', json: { NamedQueryId: 'n' } },
      [`athena:GetNamedQuery on ${aws('athena', 'workgroup/s3-inventory')}`],
    ],
    [
      'looking at a query that was started: its workgroup is asked',
      'athena',
      { target: 'AmazonAthena.GetQueryExecution', json: { QueryExecutionId: 'n' } },
      [`athena:GetQueryExecution on ${aws('athena', 'workgroup/s3-inventory')}`],
    ],
    [
      'listing the accounts of a unit',
      'organizations',
      { target: 'AWSOrganizationsV20161128.ListAccountsForParent', json: { ParentId: 'ou-abcd-12345678' } },
      ['organizations:ListAccountsForParent on arn:aws:organizations::111111111111:ou/o-a1b2c3d4e5/ou-abcd-12345678'],
    ],
    [
      'assuming a role',
      'sts',
      { form: { Action: 'AssumeRole', RoleArn: 'arn:aws:iam::333333333333:role/OrgS3role' } },
      ['sts:AssumeRole on arn:aws:iam::333333333333:role/OrgS3role'],
    ],
    [
      'assuming a role for a session with tags',
      'sts',
      {
        form: {
          Action: 'AssumeRole',
          RoleArn: 'arn:aws:iam::333333333333:role/OrgS3role',
          'Tags.member.1.Key': 'Team',
          'Tags.member.1.Value': 'storage',
        },
      },
      [
        'sts:AssumeRole on arn:aws:iam::333333333333:role/OrgS3role',
        'sts:TagSession on arn:aws:iam::333333333333:role/OrgS3role',
      ],
    ],
  ])('%s', (_, service, request, expected) => expect(needed(service, request)).toEqual(expected));

  it('have the session tags as condition keys of both actions, and the external id of the first alone', () => {
    const form = {
      Action: 'AssumeRole',
      RoleArn: 'arn:aws:iam::333333333333:role/OrgS3role',
      ExternalId: 'word',
      'Tags.member.1.Key': 'Team',
      'Tags.member.1.Value': 'storage',
      'Tags.member.2.Key': 'Purpose',
      'Tags.member.2.Value': '',
    };
    const tags = {
      'aws:TagKeys': ['Team', 'Purpose'],
      'aws:RequestTag/Team': 'storage',
      'aws:RequestTag/Purpose': '',
    };

    expect(permissionsOf(call('sts', { form }), PLACE).map(({ context }) => context)).toEqual([
      { 'sts:ExternalId': 'word', ...tags },
      tags,
    ]);
  });
});
