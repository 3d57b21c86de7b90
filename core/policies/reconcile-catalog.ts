import type { Place } from '../names/arns';
import type { RegionKeys } from '../inventory/encryption';
import {
  bucketArn,
  DATABASE,
  destinationBucketName,
  RECONCILE_FUNCTION,
  RECONCILE_STATE_KEY,
  resultsBucketName,
} from '../names/names';
import { decryptManifests, findTables, keepTables, readManifests, writeLog } from './collector';
import { policyDocument, type PolicyDocument } from './document';

/** The log group of `reconcile-catalog`, as Lambda names it. */
export const RECONCILE_LOG_GROUP = `/aws/lambda/${RECONCILE_FUNCTION}`;

/**
 * Permissions of `reconcile-catalog`: to list the destination bucket, to read manifests and their checksums, to keep the tables of its
 * database and drop their partitions, to keep its position in the results bucket, to write its log, and to decrypt through S3 with the
 * keys of the reports. It deletes no object.
 *
 * The listing has no condition on the prefix. A read carries no prefix: with the condition, S3 would answer `AccessDenied` instead of
 * `NoSuchKey` for a checksum that is not written yet, and the Lambda could not tell the two apart.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html (permissions)
 */
export function reconcileRolePolicy(place: Place, destinationPrefix: string, keys: RegionKeys): PolicyDocument {
  const results = bucketArn(resultsBucketName(place.region, place.account), place.region);
  return policyDocument(
    {
      Sid: 'ListReports',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: bucketArn(destinationBucketName(place.region, place.account), place.region),
    },
    readManifests(place, destinationPrefix),
    findTables(place, DATABASE),
    keepTables(place, ['glue:BatchDeletePartition']),
    {
      Sid: 'LookForPosition',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: results,
      Condition: { StringEquals: { 's3:prefix': RECONCILE_STATE_KEY } },
    },
    {
      Sid: 'KeepPosition',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `${results}/${RECONCILE_STATE_KEY}`,
    },
    writeLog(place, RECONCILE_LOG_GROUP),
    ...decryptManifests(place, keys),
  );
}
