import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueueRedriveAllowPolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy';
import { SqsQueueRedrivePolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-policy';
import type { Construct } from 'constructs';
import { regionalArn, type Place } from '../../core/names/arns';
import type { PolicyDocument } from '../../core/policies/document';
import { deadLetterQueuePolicy } from '../../core/policies/register-report';
import { policyJson } from './literal';

/** A queue that feeds a Lambda, and the one for what the Lambda could not do. */
export interface QueueProps {
  readonly place: Place;
  /** Names in AWS. */
  readonly name: string;
  readonly deadLetters: string;
  /** Who may send. */
  readonly policy: PolicyDocument;
  /** Seconds for which a message that was taken is hidden from others. */
  readonly visibilityTimeoutSeconds: number;
}

/**
 * Tries before a message is parked; AWS advises 5 or more for a Lambda.
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
    // Shorter than that of the dead letters, whose age counts from the first queue.
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
