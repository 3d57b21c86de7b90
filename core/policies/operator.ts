import type { Config } from '../config/schema';
import {
  decryptEverywhere,
  destinationBuckets,
  destinationEverywhere,
  ownedBy,
  queryableDatabases,
  tableArns,
  findTablesEverywhere,
} from './everywhere';
import {
  ASSET_DEAD_LETTER_QUEUE,
  ASSET_QUEUE,
  assetCopiesBucketName,
  bucketArn,
  BUCKETS_FOLDER,
  COPIES_FOLDER,
  REGISTER_DEAD_LETTER_QUEUE,
  REGISTER_QUEUE,
} from '../names/names';
import { findCopies, writeCopies } from './register-asset';
import { policyDocument, type PolicyDocument, type PolicyStatement } from './document';
import { actionsOf, allow, everywhereArn, type Everywhere } from './statements';

/**
 * Permissions for `orgs3 dead-letters`, `reconcile` and `publish`: to look at dead letters and send them again, and to reconcile the tables
 * with the destination buckets. They read manifests, and data files of reports only where the asset register copies those. They delete no
 * object.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html (permissions)
 */
export function operatorPolicy(config: Config): PolicyDocument {
  const where = destinationEverywhere(config);
  const hasAssetRegister = config.register.mode !== 'off';
  const queue = (name: string) => everywhereArn(where, 'sqs', name);
  return policyDocument(
    allow(
      'KeepDeadLetters',
      actionsOf(
        'sqs',
        ...['GetQueueUrl', 'GetQueueAttributes', 'ReceiveMessage', 'ChangeMessageVisibility'],
        // SQS asks for DeleteMessage where it moves messages.
        ...['StartMessageMoveTask', 'DeleteMessage'],
      ),
      [REGISTER_DEAD_LETTER_QUEUE, ...(hasAssetRegister ? [ASSET_DEAD_LETTER_QUEUE] : [])].map(queue),
    ),
    allow('TryAgain', 'sqs:SendMessage', [REGISTER_QUEUE, ...(hasAssetRegister ? [ASSET_QUEUE] : [])].map(queue)),
    ...readManifests(config, where),
    findTablesEverywhere(where, queryableDatabases(config)),
    allow(
      'KeepTables',
      actionsOf(
        'glue',
        ...['GetTable', 'CreateTable', 'UpdateTable', 'GetPartitions', 'BatchGetPartition'],
        ...['BatchCreatePartition', 'BatchUpdatePartition', 'BatchDeletePartition'],
      ),
      tableArns(where, queryableDatabases(config)),
    ),
    allow('PublishBuckets', 's3:PutObject', `${destinationBuckets(where)}/${BUCKETS_FOLDER}*`, ownedBy(where)),
    ...(hasAssetRegister ? keepAssetRegister(config, where) : []),
    ...decryptEverywhere(config),
  );
}

/** Finds reports and reads their manifests. The listing has no condition on the prefix: see `reconcileRolePolicy`. */
function readManifests({ inventory }: Config, where: Everywhere): PolicyStatement[] {
  const destinations = destinationBuckets(where);
  const files = ['manifest.json', 'manifest.checksum'];
  return [
    allow('FindReports', 's3:ListBucket', destinations, ownedBy(where)),
    allow(
      'ReadManifests',
      's3:GetObject',
      files.map((file) => `${destinations}/${inventory.destinationPrefix}/*/${file}`),
      ownedBy(where),
    ),
  ];
}

function keepAssetRegister({ destination, inventory, register }: Config, where: Everywhere): PolicyStatement[] {
  const home = { account: destination.account, region: destination.homeRegion };
  // For "orgs3 reconcile --register --verify"; after a change to the mode `reference` there are copies, too.
  const readNames = allow(
    'ReadNamesOfCopies',
    's3:GetObject',
    `${bucketArn(assetCopiesBucketName(home.region, home.account), home.region)}/${COPIES_FOLDER}*`,
  );
  if (register.mode !== 'copy') return [findCopies(home, [COPIES_FOLDER, 'dt=']), readNames];
  const dataFiles = `${destinationBuckets(where)}/${inventory.destinationPrefix}/*/data/*`;
  return [
    allow('ReadDataFiles', 's3:GetObject', dataFiles, ownedBy(where)),
    readNames,
    ...writeCopies(home, register.kmsKeyArn),
  ];
}
