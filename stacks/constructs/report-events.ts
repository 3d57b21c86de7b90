import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueueRedriveAllowPolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy';
import { SqsQueueRedrivePolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-policy';
import { Construct } from 'constructs';
import { regionalArn, type Place } from '../../core/inventory/arns';
import { REGISTER_DEAD_LETTER_QUEUE, REGISTER_QUEUE, REPORTS_TOPIC } from '../../core/inventory/names';
import { deadLetterQueuePolicy, registerQueuePolicy, reportsTopicPolicy } from '../../core/inventory/policy-register';
import { policyJson } from './literal';
import type { PrivateBucket } from './private-bucket';

/** Which reports are told of, and how long a taker may work on one message. */
export interface ReportEventsProps {
  /** Destination account and Region. */
  readonly place: Place;
  readonly destination: PrivateBucket;
  /** First part of every report key, without slashes at its ends. */
  readonly destinationPrefix: string;
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

/** From a complete report to a message in a queue: S3 tells the topic, the topic fills the queue, failures are parked. */
export class ReportEvents extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: ReportEventsProps) {
    super(scope, id);
    const topic = new SnsTopic(this, 'topic', { name: REPORTS_TOPIC });
    const topicPolicy = new SnsTopicPolicy(this, 'topic-policy', {
      arn: topic.arn,
      policy: policyJson(reportsTopicPolicy(props.place)),
    });
    this.queue = this.queueWithDeadLetters(props);
    const subscription = new SnsTopicSubscription(this, 'subscription', {
      topicArn: topic.arn,
      protocol: 'sqs',
      endpoint: this.queue.arn,
      rawMessageDelivery: true,
    });
    new S3BucketNotification(this, 'notification', {
      bucket: props.destination.bucket.bucket,
      topic: [
        {
          topicArn: topic.arn,
          events: ['s3:ObjectCreated:*'],
          filterPrefix: `${props.destinationPrefix}/`,
          filterSuffix: 'manifest.checksum',
        },
      ],
      // S3 tests whether it may publish; and no event may come before the queue takes it.
      dependsOn: [topicPolicy, subscription, props.destination.policy],
    });
  }

  private queueWithDeadLetters({ place, visibilityTimeoutSeconds }: ReportEventsProps): SqsQueue {
    const deadLetters = new SqsQueue(this, 'dead-letters', {
      name: REGISTER_DEAD_LETTER_QUEUE,
      messageRetentionSeconds: 14 * DAY_SECONDS,
      sqsManagedSseEnabled: true,
      policy: policyJson(deadLetterQueuePolicy(place)),
    });
    const queue = new SqsQueue(this, 'queue', {
      name: REGISTER_QUEUE,
      // Shorter than that of the dead letters, whose age counts from the first queue.
      messageRetentionSeconds: 4 * DAY_SECONDS,
      visibilityTimeoutSeconds,
      sqsManagedSseEnabled: true,
      policy: policyJson(registerQueuePolicy(place)),
    });
    new SqsQueueRedrivePolicy(this, 'redrive', {
      queueUrl: queue.url,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: regionalArn('sqs', place, REGISTER_DEAD_LETTER_QUEUE),
        maxReceiveCount: MAX_RECEIVE_COUNT,
      }),
      dependsOn: [deadLetters],
    });
    new SqsQueueRedriveAllowPolicy(this, 'redrive-allow', {
      queueUrl: deadLetters.url,
      redriveAllowPolicy: JSON.stringify({
        redrivePermission: 'byQueue',
        sourceQueueArns: [regionalArn('sqs', place, REGISTER_QUEUE)],
      }),
      dependsOn: [queue],
    });
    return queue;
  }
}
