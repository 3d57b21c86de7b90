import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueueRedriveAllowPolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy';
import { SqsQueueRedrivePolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-policy';
import type { Construct } from 'constructs';
import { regionalArn, type Place } from '../../core/names/arns';
import type { PolicyDocument } from '../../core/policies/document';
import { deadLetterQueuePolicy } from '../../core/policies/register-report';
import { policyJson } from './literal';

/** A queue that feeds a Lambda, and the dead-letter queue for messages that the Lambda failed to handle. */
export interface QueueProps {
  readonly place: Place;
  /** Name in AWS. */
  readonly name: string;
  /** Name of the dead-letter queue in AWS. */
  readonly deadLetters: string;
  /** The policy of the queue, which allows senders. */
  readonly policy: PolicyDocument;
  /** Seconds during which a received message is hidden from other receivers. */
  readonly visibilityTimeoutSeconds: number;
}

/**
 * Tries before a message moves to the dead-letter queue. AWS advises at least 5 for a Lambda.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const MAX_RECEIVE_COUNT = 5;
const DAY_SECONDS = 86_400;

/** Adds a queue and its dead-letter queue to a construct. */
export function addQueueWithDeadLetters(scope: Construct, props: QueueProps): SqsQueue {
  const { place, name, visibilityTimeoutSeconds, policy } = props;
  const deadLetters = new SqsQueue(scope, 'dead-letters', {
    name: props.deadLetters,
    messageRetentionSeconds: 14 * DAY_SECONDS,
    sqsManagedSseEnabled: true,
    policy: policyJson(deadLetterQueuePolicy(place, props.deadLetters)),
  });
  const queue = new SqsQueue(scope, 'queue', {
    name,
    // This is shorter than for dead letters, whose age counts from their arrival in this queue.
    messageRetentionSeconds: 4 * DAY_SECONDS,
    visibilityTimeoutSeconds,
    sqsManagedSseEnabled: true,
    policy: policyJson(policy),
  });
  new SqsQueueRedrivePolicy(scope, 'redrive', {
    queueUrl: queue.url,
    redrivePolicy: JSON.stringify({
      deadLetterTargetArn: regionalArn('sqs', place, props.deadLetters),
      maxReceiveCount: MAX_RECEIVE_COUNT,
    }),
    dependsOn: [deadLetters],
  });
  new SqsQueueRedriveAllowPolicy(scope, 'redrive-allow', {
    queueUrl: deadLetters.url,
    redriveAllowPolicy: JSON.stringify({
      redrivePermission: 'byQueue',
      sourceQueueArns: [regionalArn('sqs', place, name)],
    }),
    dependsOn: [queue],
  });
  return queue;
}
