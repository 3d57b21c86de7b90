import { METRIC_NAMESPACE, REGION_DIMENSION } from './metric-names';

/** A metric as CloudWatch knows it. Every one in use here has one dimension. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimension: { readonly name: string; readonly value: string };
}

/** A metric that a Lambda of ours writes. */
export const ownMetric = (name: string, region: string, namespace = METRIC_NAMESPACE): MetricId => ({
  namespace,
  name,
  dimension: { name: REGION_DIMENSION, value: region },
});

/** A metric of a queue; none while the queue is idle for more than six hours. */
export const queueMetric = (
  name: 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage',
  queue: string,
): MetricId => ({ namespace: 'AWS/SQS', name, dimension: { name: 'QueueName', value: queue } });

/** A metric of a Lambda; none while it does not run. `Duration` is in milliseconds. */
export const functionMetric = (
  name: 'Invocations' | 'Errors' | 'Throttles' | 'Duration',
  functionName: string,
): MetricId => ({ namespace: 'AWS/Lambda', name, dimension: { name: 'FunctionName', value: functionName } });

/** A metric of a topic; none while nothing is published. */
export const topicMetric = (
  name: 'NumberOfMessagesPublished' | 'NumberOfNotificationsFailed',
  topic: string,
): MetricId => ({ namespace: 'AWS/SNS', name, dimension: { name: 'TopicName', value: topic } });
