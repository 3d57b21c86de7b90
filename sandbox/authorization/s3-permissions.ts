import type { AwsCall } from './aws-call';
import type { NeededPermission } from './permission';

/** The permissions to read and to write each subresource of a bucket. */
const SUBRESOURCES: Readonly<Record<string, readonly [read: string, write: string]>> = {
  accelerate: ['GetAccelerateConfiguration', 'PutAccelerateConfiguration'],
  acl: ['GetBucketAcl', 'PutBucketAcl'],
  cors: ['GetBucketCORS', 'PutBucketCORS'],
  encryption: ['GetEncryptionConfiguration', 'PutEncryptionConfiguration'],
  inventory: ['GetInventoryConfiguration', 'PutInventoryConfiguration'],
  lifecycle: ['GetLifecycleConfiguration', 'PutLifecycleConfiguration'],
  location: ['GetBucketLocation', 'CreateBucket'],
  logging: ['GetBucketLogging', 'PutBucketLogging'],
  notification: ['GetBucketNotification', 'PutBucketNotification'],
  'object-lock': ['GetBucketObjectLockConfiguration', 'PutBucketObjectLockConfiguration'],
  ownershipControls: ['GetBucketOwnershipControls', 'PutBucketOwnershipControls'],
  policy: ['GetBucketPolicy', 'PutBucketPolicy'],
  publicAccessBlock: ['GetBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'],
  replication: ['GetReplicationConfiguration', 'PutReplicationConfiguration'],
  requestPayment: ['GetBucketRequestPayment', 'PutBucketRequestPayment'],
  tagging: ['GetBucketTagging', 'PutBucketTagging'],
  uploads: ['ListBucketMultipartUploads', 'ListBucketMultipartUploads'],
  versioning: ['GetBucketVersioning', 'PutBucketVersioning'],
  versions: ['ListBucketVersions', 'ListBucketVersions'],
  website: ['GetBucketWebsite', 'PutBucketWebsite'],
};

/**
 * Lists the permissions that a call to S3 needs.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function s3Permissions(call: AwsCall): NeededPermission[] {
  const [bucket = '', ...key] = call.path.slice(1).split('/');
  if (bucket === '') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const needed = key.join('/') === '' ? bucketActions(call) : objectActions(call);
  const resource = `arn:aws:s3:::${bucket}`;
  if (needed.objects === undefined) return needed.actions.map((action) => of(action, resource, call));
  return [
    ...needed.objects.flatMap((object) => needed.actions.map((action) => of(action, `${resource}/${object}`, call))),
    ...copySource(call),
  ];
}

const of = (action: string, resource: string, { query, headers }: AwsCall): NeededPermission => {
  const prefix = query.get('prefix');
  const acl = headers['x-amz-acl'];
  const context = {
    ...(action === 'ListBucket' && prefix !== null ? { 's3:prefix': prefix } : {}),
    ...(action === 'PutObject' && typeof acl === 'string' ? { 's3:x-amz-acl': acl } : {}),
  };
  return { action: `s3:${action}`, resource, context };
};

interface Needed {
  readonly actions: readonly string[];
  /** The keys, for actions on objects. */
  readonly objects?: readonly string[];
}

function bucketActions({ method, query, body }: AwsCall): Needed {
  if (method === 'POST' && query.has('delete')) return deletedObjects(body);
  const [name] = Object.keys(SUBRESOURCES).filter((each) => query.has(each));
  const [read = 'ListBucket', write] = SUBRESOURCES[name ?? ''] ?? [];
  if (method === 'GET' || method === 'HEAD') return { actions: [read] };
  if (method === 'DELETE' && name === 'policy') return { actions: ['DeleteBucketPolicy'] };
  return { actions: [write ?? (method === 'DELETE' ? 'DeleteBucket' : 'CreateBucket')] };
}

/** The permissions of `DeleteObjects`, which lists its keys in XML. One key with a version decides for all of them. */
function deletedObjects(body: string): Needed {
  const versions = /<VersionId>(?!null<)/.test(body);
  const key = /<Key>([^<&]+)/.exec(body)?.[1] ?? '';
  return { actions: [versions ? 'DeleteObjectVersion' : 'DeleteObject'], objects: [key] };
}

function objectActions({ method, query, path }: AwsCall): Needed {
  const objects = [keyOf(path)];
  if (query.has('tagging'))
    return { actions: [method === 'GET' ? 'GetObjectTagging' : `${verb(method)}ObjectTagging`], objects };
  if (query.has('acl')) return { actions: [`${verb(method)}ObjectAcl`], objects };
  if (method === 'DELETE')
    return {
      actions: [
        query.has('uploadId')
          ? 'AbortMultipartUpload'
          : query.has('versionId')
            ? 'DeleteObjectVersion'
            : 'DeleteObject',
      ],
      objects,
    };
  if (method === 'GET' && query.has('uploadId')) return { actions: ['ListMultipartUploadParts'], objects };
  if (method === 'GET' || method === 'HEAD')
    return { actions: [query.has('versionId') ? 'GetObjectVersion' : 'GetObject'], objects };
  return { actions: ['PutObject'], objects };
}

const keyOf = (path: string) => decodeURIComponent(path.slice(path.indexOf('/', 1) + 1));
const verb = (method: string) => (method === 'GET' ? 'Get' : method === 'DELETE' ? 'Delete' : 'Put');

/** The permission to read the source of a copy. */
function copySource({ headers }: AwsCall): NeededPermission[] {
  const source = headers['x-amz-copy-source'];
  if (typeof source !== 'string') return [];
  const [path = ''] = source.replace(/^\//, '').split('?');
  return [{ action: 's3:GetObject', resource: `arn:aws:s3:::${decodeURIComponent(path)}` }];
}
