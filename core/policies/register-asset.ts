import { regionalArn, type Place } from '../names/arns';
import type { RegionKeys } from '../inventory/encryption';
import {
  ASSET_FUNCTION,
  ASSET_QUEUE,
  bucketArn,
  COPIES_FOLDER,
  destinationBucketName,
  assetCopiesBucketName,
  ASSET_DATABASE,
  ASSET_TABLE,
  REPORT_KEY_ALIAS,
  REPORTS_TOPIC,
} from '../names/names';
import { isOptIn } from '../names/opt-in-regions';
import { findTables, writeLog } from './collector';
import { policyDocument, refusePlainHttp, type PolicyDocument, type PolicyStatement } from './document';
import { VIEWS } from './everywhere';
import { viaS3 } from './kms-key';

/** The log group of `register-asset`, as Lambda names it. */
export const ASSET_LOG_GROUP = `/aws/lambda/${ASSET_FUNCTION}`;

/**
 * Policy of the asset register's queue: the topics of this account's collectors send, nobody else does, and only over TLS. In a Region
 * that has to be switched on, SNS is a principal with a name of its own.
 *
 * @param home the destination account and its home Region
 * @param regions the Regions whose collectors send
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
export function assetQueuePolicy(home: Place, regions: readonly string[]): PolicyDocument {
  const queue = regionalArn('sqs', home, ASSET_QUEUE);
  const senders = new Set(
    regions.map((region) => (isOptIn(region) ? `sns.${region}.amazonaws.com` : 'sns.amazonaws.com')),
  );
  return policyDocument(
    {
      Sid: 'SendNewReports',
      Effect: 'Allow',
      Principal: { Service: [...senders] },
      Action: 'sqs:SendMessage',
      Resource: queue,
      Condition: {
        ArnEquals: {
          'aws:SourceArn': regions.map((region) => regionalArn('sns', { ...home, region }, REPORTS_TOPIC)),
        },
      },
    },
    refusePlainHttp('sqs', [queue]),
  );
}

/** The reports that the asset register reads. */
export interface RegisteredReports {
  /** The destination account and its home Region. */
  readonly home: Place;
  /** Sorted. */
  readonly regions: readonly string[];
  readonly destinationPrefix: string;
  readonly keysOf: (region: string) => RegionKeys;
  /** `made` is true where the asset register keeps copies; `kmsKeyArn` is the key that encrypts them, where one is given. */
  readonly copies: { readonly made: boolean; readonly kmsKeyArn: string | undefined };
}

/**
 * Permissions of `register-asset`: to take messages from its queue, to find and read manifests and their checksums in every Region's
 * destination bucket, to keep the tables of the asset register and their partitions, to write its log, and to decrypt through S3. In the
 * mode `copy` it reads data files, to copy them into the asset register's bucket; otherwise it reads none. It deletes nothing but messages and partitions.
 */
export function assetRolePolicy(reports: RegisteredReports): PolicyDocument {
  const { home } = reports;
  return policyDocument(
    {
      Sid: 'TakeMessages',
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: regionalArn('sqs', home, ASSET_QUEUE),
    },
    ...readReports(reports),
    ...keepCopies(reports),
    findTables(home, ASSET_DATABASE),
    // A day, and a bucket's current report, may go from the table of one format to that of another.
    keepAssetRegister(home, ['glue:BatchDeletePartition']),
    writeLog(home, ASSET_LOG_GROUP),
    ...decryptReports(reports),
  );
}

/** Finds and reads manifests and their checksums in every Region's destination bucket. */
export function readReports({ home, regions, destinationPrefix }: RegisteredReports): PolicyStatement[] {
  const buckets = regions.map((region) => bucketArn(destinationBucketName(region, home.account), region));
  return [
    {
      Sid: 'ReadManifests',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: ['manifest.json', 'manifest.checksum'].flatMap((file) =>
        buckets.map((bucket) => `${bucket}/${destinationPrefix}/*/${file}`),
      ),
    },
    {
      Sid: 'FindReports',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: buckets,
      Condition: { StringLike: { 's3:prefix': `${destinationPrefix}/*` } },
    },
  ];
}

/** Copies data files into the asset register's bucket, and writes their `symlink.txt`; no statement where it keeps no copies. */
export function keepCopies({ home, regions, destinationPrefix, copies }: RegisteredReports): PolicyStatement[] {
  if (!copies.made) return [];
  return [
    {
      Sid: 'ReadDataFiles',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: regions.map(
        (region) => `${bucketArn(destinationBucketName(region, home.account), region)}/${destinationPrefix}/*/data/*`,
      ),
    },
    ...writeCopies(home, copies.kmsKeyArn),
  ];
}

/** Writes copies and their `symlink.txt` into the asset register's bucket, and finds them there. */
export function writeCopies(home: Place, kmsKeyArn: string | undefined): PolicyStatement[] {
  const bucket = bucketArn(assetCopiesBucketName(home.region, home.account), home.region);
  return [
    {
      Sid: 'KeepCopies',
      Effect: 'Allow',
      // GetObject lets HeadObject look at a finished copy.
      Action: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      Resource: `${bucket}/dt=*`,
    },
    { Sid: 'NameCopies', Effect: 'Allow', Action: 's3:PutObject', Resource: `${bucket}/${COPIES_FOLDER}*` },
    findCopies(home, [COPIES_FOLDER, 'dt=']),
    ...(kmsKeyArn === undefined ? [] : [encryptCopies(home, kmsKeyArn)]),
  ];
}

/** Finds copies below these folders of the asset register's bucket. */
export const findCopies = (home: Place, folders: readonly string[]): PolicyStatement => ({
  Sid: 'FindCopies',
  Effect: 'Allow',
  Action: 's3:ListBucket',
  Resource: bucketArn(assetCopiesBucketName(home.region, home.account), home.region),
  Condition: { StringLike: { 's3:prefix': folders.map((folder) => `${folder}*`) } },
});

const encryptCopies = (home: Place, kmsKeyArn: string): PolicyStatement => ({
  Sid: 'EncryptCopies',
  Effect: 'Allow',
  Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
  Resource: kmsKeyArn,
  Condition: { StringEquals: { 'kms:ViaService': viaS3(home.region) } },
});

/** Makes and keeps the tables of the asset register and their partitions; `also` are further actions on them. */
export function keepAssetRegister(home: Place, also: readonly string[]): PolicyStatement {
  const tables = [ASSET_TABLE, `${ASSET_TABLE}_*`, ...VIEWS];
  return {
    Sid: 'KeepTables',
    Effect: 'Allow',
    Action: [
      'glue:GetTable',
      'glue:CreateTable',
      'glue:UpdateTable',
      'glue:BatchGetPartition',
      'glue:BatchCreatePartition',
      'glue:BatchUpdatePartition',
      ...also,
    ],
    Resource: [
      regionalArn('glue', home, 'catalog'),
      regionalArn('glue', home, `database/${ASSET_DATABASE}`),
      ...tables.map((table) => regionalArn('glue', home, `table/${ASSET_DATABASE}/${table}`)),
    ],
  };
}

/** Decrypts the reports of every Region through S3; no statement where none is encrypted with a KMS key. */
export function decryptReports({ home, regions, keysOf }: RegisteredReports): PolicyStatement[] {
  const decrypt = { Effect: 'Allow', Action: 'kms:Decrypt' } as const;
  const through = (some: readonly string[]) => ({ StringEquals: { 'kms:ViaService': some.flatMap(viaS3) } });
  const own = regions.filter((region) => keysOf(region).collectorCreatesKey);
  const withGiven = regions.filter((region) => keysOf(region).given.length > 0);
  const withOwn: PolicyStatement = {
    Sid: 'DecryptWithCollectorsKeys',
    ...decrypt,
    Resource: own.map((region) => regionalArn('kms', { ...home, region }, 'key/*')),
    Condition: { ...through(own), 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': REPORT_KEY_ALIAS } },
  };
  const withOthers: PolicyStatement = {
    Sid: 'DecryptWithGivenKeys',
    ...decrypt,
    Resource: withGiven.flatMap((region) => keysOf(region).given),
    Condition: through(withGiven),
  };
  return [...(own.length === 0 ? [] : [withOwn]), ...(withGiven.length === 0 ? [] : [withOthers])];
}
