import type { Config } from '../config/schema';
import {
  decryptEverywhere,
  destinationBuckets,
  destinationEverywhere,
  ownedBy,
  queryableDatabases,
  resultsBuckets,
  tableArns,
  findTablesEverywhere,
} from './everywhere';
import { bucketArn, BUCKETS_FOLDER, assetCopiesBucketName } from '../names/names';
import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';
import { actionsOf, allow, everywhereArn, type Everywhere } from './statements';
import { viaS3 } from './kms-key';

/** The keys of Athena's answers in a results bucket. */
const ANSWERS = 'results/*';

/**
 * Permissions for `orgs3 query` with either of its engines: the holder reads every report. Athena works with the permissions of its caller,
 * so that the policy also allows what Athena needs of Glue and S3. It allows no change of a table.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html (the database `default` is always asked about)
 * @see https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html
 */
export function readerPolicy(config: Config): PolicyDocument {
  const where = destinationEverywhere(config);
  const databases = queryableDatabases(config);
  return policyDocument(
    allow(
      'AskAthena',
      actionsOf('athena', 'StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'StopQueryExecution'),
      databases.map(({ workgroup }) => everywhereArn(where, 'athena', `workgroup/${workgroup}`)),
    ),
    findTablesEverywhere(where, databases),
    allow(
      'ReadTables',
      actionsOf('glue', 'GetDatabase', 'GetTable', 'GetPartition', 'GetPartitions', 'BatchGetPartition'),
      [...tableArns(where, databases), everywhereArn(where, 'glue', 'database/default')],
    ),
    ...readReports(config, where),
    allow(
      'FindAnswers',
      actionsOf('s3', 'GetBucketLocation', 'ListBucket', 'ListBucketMultipartUploads'),
      resultsBuckets(where),
      ownedBy(where),
    ),
    allow(
      'KeepAnswers',
      actionsOf('s3', 'GetObject', 'PutObject', 'AbortMultipartUpload', 'ListMultipartUploadParts'),
      `${resultsBuckets(where)}/${ANSWERS}`,
      ownedBy(where),
    ),
    ...decryptEverywhere(config),
    ...decryptCopies(config),
  );
}

function readReports({ destination, inventory, register }: Config, where: Everywhere): PolicyStatement[] {
  const { account, homeRegion } = destination;
  const destinations = destinationBuckets(where);
  // After a change from the mode `copy` to `reference`, the tables show copies until the asset register is reconciled.
  const copies = register.mode === 'off' ? [] : [bucketArn(assetCopiesBucketName(homeRegion, account), homeRegion)];
  return [
    // With ListBucket, S3 answers that an expired report is gone; without it, that access is denied.
    allow('FindReports', actionsOf('s3', 'GetBucketLocation', 'ListBucket'), [destinations, ...copies], ownedBy(where)),
    allow(
      'ReadReports',
      's3:GetObject',
      [
        ...[`${inventory.destinationPrefix}/*`, `${BUCKETS_FOLDER}*`].map((keys) => `${destinations}/${keys}`),
        ...copies.map((bucket) => `${bucket}/*`),
      ],
      ownedBy(where),
    ),
  ];
}

function decryptCopies({ register, destination }: Config): PolicyStatement[] {
  if (register.mode === 'off' || register.kmsKeyArn === undefined) return [];
  const throughS3 = { StringEquals: { 'kms:ViaService': viaS3(destination.homeRegion) } };
  return [allow('DecryptCopies', 'kms:Decrypt', register.kmsKeyArn, throughS3)];
}
