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

/** Which reports are told of, and how long a taker may work on one message. */
export interface ReportEventsProps {
  /** Destination account and Region. */
  readonly place: Place;
  readonly destination: PrivateBucket;
  /** First part of every report key, without slashes at its ends. */
  readonly destinationPrefix: string;
  /** Seconds for which a message that was taken is hidden from others. */
  readonly visibilityTimeoutSeconds: number;
  /** The ARN of another queue that is told of the same reports, in any Region. */
  readonly alsoTell?: string | undefined;
}

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
    if (props.alsoTell !== undefined) {
      new SnsTopicSubscription(this, 'register-subscription', {
        topicArn: topic.arn,
        protocol: 'sqs',
        endpoint: props.alsoTell,
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
      // S3 tests whether it may publish; and no event may come before the queue takes it.
      dependsOn: [topicPolicy, subscription, props.destination.policy],
    });
  }
}
