import { METRIC_NAMESPACE, REGION_DIMENSION } from './metric-names';

/** Identity of a CloudWatch metric. Every metric here has one dimension. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimension: { readonly name: string; readonly value: string };
}

/** A metric that our Lambdas write. */
export const ownMetric = (name: string, region: string, namespace = METRIC_NAMESPACE): MetricId => ({
  namespace,
  name,
  dimension: { name: REGION_DIMENSION, value: region },
});

/** A metric of a queue. It has no data after the queue has been idle for six hours. */
export const queueMetric = (
  name: 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage',
  queue: string,
): MetricId => ({ namespace: 'AWS/SQS', name, dimension: { name: 'QueueName', value: queue } });

/** A metric of a Lambda. It has no data while the Lambda does not run. `Duration` is in milliseconds. */
export const functionMetric = (
  name: 'Invocations' | 'Errors' | 'Throttles' | 'Duration',
  functionName: string,
): MetricId => ({ namespace: 'AWS/Lambda', name, dimension: { name: 'FunctionName', value: functionName } });

/** A metric of a topic. It has no data while nothing is published. */
export const topicMetric = (
  name: 'NumberOfMessagesPublished' | 'NumberOfNotificationsFailed',
  topic: string,
): MetricId => ({ namespace: 'AWS/SNS', name, dimension: { name: 'TopicName', value: topic } });
