import {
  ASSET_DATABASE,
  ASSET_RECONCILE_FUNCTION,
  ASSET_STATE_FOLDER,
  bucketArn,
  COPIES_FOLDER,
  assetResultsBucketName,
} from '../names/names';
import {
  decryptReports,
  findCopies,
  keepCopies,
  keepAssetRegister,
  readReports,
  type RegisteredReports,
} from './register-asset';
import { findTables, writeLog } from './collector';
import { policyDocument, type PolicyDocument } from './document';

/** The log group of `reconcile-register`, as Lambda names it. */
export const ASSET_RECONCILE_LOG_GROUP = `/aws/lambda/${ASSET_RECONCILE_FUNCTION}`;

/**
 * Permissions of `reconcile-register`: to find the reports in every Region's destination bucket, to read their manifests, to keep the
 * tables of the asset register and drop their partitions, to keep its positions in the asset register's results bucket, to write its log,
 * and to decrypt through S3. In the mode `copy` it copies data files as `register-asset` does. It deletes no object.
 */
export function assetReconcileRolePolicy(reports: RegisteredReports): PolicyDocument {
  const { home } = reports;
  const results = bucketArn(assetResultsBucketName(home.region, home.account), home.region);
  return policyDocument(
    ...readReports(reports),
    ...(reports.copies.made ? keepCopies(reports) : [findCopies(home, [COPIES_FOLDER])]),
    findTables(home, ASSET_DATABASE),
    keepAssetRegister(home, ['glue:GetPartitions', 'glue:BatchDeletePartition']),
    {
      Sid: 'LookForPositions',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: results,
      Condition: { StringLike: { 's3:prefix': `${ASSET_STATE_FOLDER}*` } },
    },
    {
      Sid: 'KeepPositions',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `${results}/${ASSET_STATE_FOLDER}*`,
    },
    writeLog(home, ASSET_RECONCILE_LOG_GROUP),
    ...decryptReports(reports),
  );
}
