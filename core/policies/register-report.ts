import { regionalArn, type Place } from '../names/arns';
import {
  bucketArn,
  DATABASE,
  destinationBucketName,
  LATEST_TABLE,
  REGISTER_FUNCTION,
  REGISTER_QUEUE,
  REPORTS_TOPIC,
} from '../names/names';
import type { RegionKeys } from '../inventory/encryption';
import { decryptManifests, findTables, keepTables, readManifests, writeLog } from './collector';
import { policyDocument, type PolicyStatement, refusePlainHttp, type PolicyDocument } from './document';

/** The log group of `register-report`, as Lambda names it. */
export const REGISTER_LOG_GROUP = `/aws/lambda/${REGISTER_FUNCTION}`;

/** Policy of the topic of a Region: only S3 publishes, only for the destination bucket, and only over TLS. `account` owns both. */
export function reportsTopicPolicy(place: Place): PolicyDocument {
  const topic = regionalArn('sns', place, REPORTS_TOPIC);
  return policyDocument(
    {
      Sid: 'PublishNewReports',
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'SNS:Publish',
      Resource: topic,
      Condition: {
        ArnLike: { 'aws:SourceArn': bucketArn(destinationBucketName(place.region, place.account), place.region) },
        StringEquals: { 'aws:SourceAccount': place.account },
      },
    },
    refusePlainHttp('sns', [topic]),
  );
}

/** Policy of the queue of a Region: only its topic sends, and only over TLS. */
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

/** Policy of a dead-letter queue: it lets no other service send, and refuses every call without TLS. */
export const deadLetterQueuePolicy = (place: Place, queue: string): PolicyDocument =>
  policyDocument(refusePlainHttp('sqs', [regionalArn('sqs', place, queue)]));

/**
 * Permissions of `register-report`: to take messages from its queue, to read manifests and their checksums, to keep the tables of its
 * database and their partitions, to write its log, and to decrypt through S3 with the keys of the reports. It deletes nothing but messages,
 * and the current report of a bucket in one `latest` table where a newer one goes into another.
 */
export function registerRolePolicy(place: Place, destinationPrefix: string, keys: RegionKeys): PolicyDocument {
  return policyDocument(
    {
      Sid: 'TakeMessages',
      Effect: 'Allow',
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: regionalArn('sqs', place, REGISTER_QUEUE),
    },
    readManifests(place, destinationPrefix),
    findTables(place, DATABASE),
    keepTables(place, []),
    replaceCurrentReports(place),
    writeLog(place, REGISTER_LOG_GROUP),
    ...decryptManifests(place, keys),
  );
}

const replaceCurrentReports = (place: Place): PolicyStatement => ({
  Sid: 'ReplaceCurrentReports',
  Effect: 'Allow',
  Action: 'glue:BatchDeletePartition',
  Resource: [
    'catalog',
    `database/${DATABASE}`,
    `table/${DATABASE}/${LATEST_TABLE}`,
    `table/${DATABASE}/${LATEST_TABLE}_*`,
  ].map((resource) => regionalArn('glue', place, resource)),
});
