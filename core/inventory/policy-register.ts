import { regionalArn, type Place } from './arns';
import {
  bucketArn,
  DATABASE,
  destinationBucketName,
  HISTORY_TABLE,
  REGISTER_DEAD_LETTER_QUEUE,
  REGISTER_FUNCTION,
  REGISTER_QUEUE,
  REPORT_KEY_ALIAS,
  REPORTS_TOPIC,
} from './names';
import type { RegionKeys } from './encryption';
import { policyDocument, refusePlainHttp, type PolicyDocument, type PolicyStatement } from './policy-document';
import { viaS3 } from './policy-key';

/** The log group of `register-report`, as Lambda names it. */
export const REGISTER_LOG_GROUP = `/aws/lambda/${REGISTER_FUNCTION}`;

/** The topic of a Region: only S3 publishes, only about its destination bucket. `account` owns both. */
export const reportsTopicPolicy = (place: Place): PolicyDocument =>
  policyDocument({
    Sid: 'PublishNewReports',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'SNS:Publish',
    Resource: regionalArn('sns', place, REPORTS_TOPIC),
    Condition: {
      ArnLike: { 'aws:SourceArn': bucketArn(destinationBucketName(place.region, place.account), place.region) },
      StringEquals: { 'aws:SourceAccount': place.account },
    },
  });

/** The queue of a Region: only its topic sends, and only over TLS. */
export function registerQueuePolicy(place: Place): PolicyDocument {
  const queue = regionalArn('sqs', place, REGISTER_QUEUE);
  return policyDocument(
    {
      Sid: 'SendNewReports',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      Condition: { ArnEquals: { 'aws:SourceArn': regionalArn('sns', place, REPORTS_TOPIC) } },
    },
    refusePlainHttp('sqs', [queue]),
  );
}

/** The dead-letter queue of a Region: nobody else sends, and nobody reads it without TLS. */
export const deadLetterQueuePolicy = (place: Place): PolicyDocument =>
  policyDocument(refusePlainHttp('sqs', [regionalArn('sqs', place, REGISTER_DEAD_LETTER_QUEUE)]));

/**
 * What `register-report` may do: take its queue's messages, read manifests and their checksums, keep the tables of its
 * database and their partitions, write its log, and decrypt through S3 with the keys of the reports. It deletes nothing
 * but messages.
 */
export function registerRolePolicy(place: Place, destinationPrefix: string, keys: RegionKeys): PolicyDocument {
  const reports = `${bucketArn(destinationBucketName(place.region, place.account), place.region)}/${destinationPrefix}`;
  return policyDocument(
    {
      Sid: 'TakeMessages',
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: regionalArn('sqs', place, REGISTER_QUEUE),
    },
    {
      Sid: 'ReadManifests',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: [`${reports}/*/manifest.json`, `${reports}/*/manifest.checksum`],
    },
    {
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
      ],
      Resource: [
        regionalArn('glue', place, 'catalog'),
        regionalArn('glue', place, `database/${DATABASE}`),
        regionalArn('glue', place, `table/${DATABASE}/${HISTORY_TABLE}`),
        regionalArn('glue', place, `table/${DATABASE}/${HISTORY_TABLE}_*`),
      ],
    },
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: regionalArn('logs', place, `log-group:${REGISTER_LOG_GROUP}:*`),
    },
    ...decryptManifests(place, keys),
  );
}

/** Nothing where no report is encrypted with a key of KMS. The collector's key is known by its alias, not by its ARN. */
function decryptManifests(place: Place, { collectorMakesOne, given }: RegionKeys): PolicyStatement[] {
  const decrypt = { Effect: 'Allow', Action: 'kms:Decrypt' } as const;
  const throughS3 = { StringEquals: { 'kms:ViaService': viaS3(place.region) } };
  const own: PolicyStatement = {
    Sid: 'DecryptWithCollectorsKey',
    ...decrypt,
    Resource: regionalArn('kms', place, 'key/*'),
    Condition: { ...throughS3, 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': REPORT_KEY_ALIAS } },
  };
  const others: PolicyStatement = { Sid: 'DecryptWithGivenKeys', ...decrypt, Resource: given, Condition: throughS3 };
  return [...(collectorMakesOne ? [own] : []), ...(given.length === 0 ? [] : [others])];
}
