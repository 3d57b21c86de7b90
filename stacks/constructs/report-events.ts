import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';
import type { Place } from '../../core/names/arns';
import { REGISTER_DEAD_LETTER_QUEUE, REGISTER_QUEUE, REPORTS_TOPIC } from '../../core/names/names';
import { registerQueuePolicy, reportsTopicPolicy } from '../../core/policies/register-report';
import { policyJson } from './literal';
import type { PrivateBucket } from './private-bucket';
import { addQueueWithDeadLetters } from './queue-with-dead-letters';

/** The bucket whose reports are notified, and the queues that get the notifications. */
export interface ReportEventsProps {
  /** Destination account and Region. */
  readonly place: Place;
  readonly destination: PrivateBucket;
  /** The first part of every report's key, without slashes at its ends. */
  readonly destinationPrefix: string;
  /** Seconds during which a received message is hidden from other receivers. */
  readonly visibilityTimeoutSeconds: number;
  /** ARN of a second queue, in any Region, that gets the same notifications. */
  readonly secondQueueArn?: string | undefined;
}

/** Carries the notification of each complete report to a queue: S3 publishes to the topic, and the topic sends to the queue. */
export class ReportEvents extends Construct {
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, props: ReportEventsProps) {
    super(scope, id);
    const topic = new SnsTopic(this, 'topic', { name: REPORTS_TOPIC });
    const topicPolicy = new SnsTopicPolicy(this, 'topic-policy', {
      arn: topic.arn,
      policy: policyJson(reportsTopicPolicy(props.place)),
    });
    this.queue = addQueueWithDeadLetters(this, {
      ...props,
      name: REGISTER_QUEUE,
      deadLetters: REGISTER_DEAD_LETTER_QUEUE,
      policy: registerQueuePolicy(props.place),
    });
    const subscription = new SnsTopicSubscription(this, 'subscription', {
      topicArn: topic.arn,
      protocol: 'sqs',
      endpoint: this.queue.arn,
      rawMessageDelivery: true,
    });
    if (props.secondQueueArn !== undefined) {
      new SnsTopicSubscription(this, 'register-subscription', {
        topicArn: topic.arn,
        protocol: 'sqs',
        endpoint: props.secondQueueArn,
        rawMessageDelivery: true,
      });
    }
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
      // S3 tests whether it may publish, and no notification may arrive before the queue accepts it.
      dependsOn: [topicPolicy, subscription, props.destination.policy],
    });
  }
}
