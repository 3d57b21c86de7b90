import { regionalArn, type Place } from '../names/arns';
import { ALARM_PREFIX } from '../names/names';
import { policyDocument, type PolicyDocument } from './document';

/**
 * Policy of a topic of alarms: only CloudWatch publishes, only for our alarms of this account, and nobody does without TLS. The
 * policy of a topic takes no wildcard of actions, so that the refusal names the one action that carries content.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit
 */
export function alarmsTopicPolicy(place: Place, name: string): PolicyDocument {
  const topic = regionalArn('sns', place, name);
  return policyDocument(
    {
      Sid: 'PublishAlarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'SNS:Publish',
      Resource: topic,
      Condition: {
        ArnLike: { 'aws:SourceArn': regionalArn('cloudwatch', place, `alarm:${ALARM_PREFIX}*`) },
        StringEquals: { 'aws:SourceAccount': place.account },
      },
    },
    {
      Sid: 'RefusePlainHttp',
      Effect: 'Deny',
      Principal: '*',
      Action: 'SNS:Publish',
      Resource: topic,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  );
}
