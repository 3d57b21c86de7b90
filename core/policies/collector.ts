import { regionalArn, type Place } from '../names/arns';
import type { RegionKeys } from '../inventory/encryption';
import { bucketArn, DATABASE, destinationBucketName, HISTORY_TABLE, REPORT_KEY_ALIAS } from '../names/names';
import type { PolicyStatement } from './document';
import { VIEWS } from './everywhere';
import { viaS3 } from './kms-key';

/** Reads manifests and their checksums below the destination prefix, and no data file. */
export function readManifests(place: Place, destinationPrefix: string): PolicyStatement {
  const reports = `${bucketArn(destinationBucketName(place.region, place.account), place.region)}/${destinationPrefix}`;
  return {
    Sid: 'ReadManifests',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: [`${reports}/*/manifest.json`, `${reports}/*/manifest.checksum`],
  };
}

/**
 * Lists the tables of a database. AWS asks for all of its tables, since the answer may have any of them.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
export const findTables = (place: Place, database: string): PolicyStatement => ({
  Sid: 'FindTables',
  Effect: 'Allow',
  Action: 'glue:GetTables',
  Resource: ['catalog', `database/${database}`, `table/${database}/*`].map((resource) =>
    regionalArn('glue', place, resource),
  ),
});

/** Makes and keeps the tables of the Region's database and their partitions; `also` are further actions on them. */
export const keepTables = (place: Place, also: readonly string[]): PolicyStatement => ({
  Sid: 'KeepTables',
  Effect: 'Allow',
  Action: [
    'glue:GetTable',
    'glue:CreateTable',
    'glue:UpdateTable',
    'glue:GetPartitions',
    'glue:BatchGetPartition',
    'glue:BatchCreatePartition',
    'glue:BatchUpdatePartition',
    ...also,
  ],
  Resource: [
    regionalArn('glue', place, 'catalog'),
    regionalArn('glue', place, `database/${DATABASE}`),
    ...[HISTORY_TABLE, `${HISTORY_TABLE}_*`, ...VIEWS].map((table) =>
      regionalArn('glue', place, `table/${DATABASE}/${table}`),
    ),
  ],
});

/** Writes the log of a Lambda; Terraform makes the log group. */
export const writeLog = (place: Place, logGroup: string): PolicyStatement => ({
  Sid: 'WriteLog',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: regionalArn('logs', place, `log-group:${logGroup}:*`),
});

/** Decrypts manifests through S3; no statement where no report is encrypted with a KMS key. The collector's key is known by its alias, not by its ARN. */
export function decryptManifests(place: Place, { collectorCreatesKey, given }: RegionKeys): PolicyStatement[] {
  const decrypt = { Effect: 'Allow', Action: 'kms:Decrypt' } as const;
  const throughS3 = { StringEquals: { 'kms:ViaService': viaS3(place.region) } };
  const own: PolicyStatement = {
    Sid: 'DecryptWithCollectorsKey',
    ...decrypt,
    Resource: regionalArn('kms', place, 'key/*'),
    Condition: { ...throughS3, 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': REPORT_KEY_ALIAS } },
  };
  const others: PolicyStatement = { Sid: 'DecryptWithGivenKeys', ...decrypt, Resource: given, Condition: throughS3 };
  return [...(collectorCreatesKey ? [own] : []), ...(given.length === 0 ? [] : [others])];
}
