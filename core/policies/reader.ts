import type { Config } from '../config/schema';
import {
  decryptEverywhere,
  destinationBuckets,
  destinationEverywhere,
  ownedBy,
  queryableDatabases,
  resultsBuckets,
  tableArns,
} from './everywhere';
import { bucketArn, BUCKETS_FOLDER, assetCopiesBucketName } from '../names/names';
import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';
import { actionsOf, allow, everywhereArn, type Everywhere } from './statements';
import { viaS3 } from './kms-key';

/** Where the answers of Athena lie in a results bucket. */
const ANSWERS = 'results/*';

/**
 * What asking questions takes, with `orgs3 query` and either of its engines: whoever holds it reads every report. Athena works with the
 * permissions of whoever asks, so that it holds what Athena needs of Glue and S3 as well, and no way to change a table.
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
  // After a change from the mode `copy` to `reference`, the tables show copies until the register is reconciled.
  const copies = register.mode === 'off' ? [] : [bucketArn(assetCopiesBucketName(homeRegion, account), homeRegion)];
  return [
    // ListBucket also for the answer that an expired report is gone, instead of a refusal.
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
