import { join } from 'node:path';
import { ListEventSourceMappingsCommand, type EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { Orgs3Error } from '../core/errors';
import type { EmulatorClients } from './clients';
import { startFunction, type FunctionInstance } from './function-instance';
import type { SandboxPaths } from './paths';
import { stackName } from '../core/names/stack-names';

/** The result of emptying a function's queue. */
export interface Drained {
  /** The number of calls of the handler. */
  readonly invocations: number;
  /** The number of messages that succeeded and were deleted. */
  readonly succeeded: number;
  /** The number of times that a message failed and went back to the queue, to be retried or parked. */
  readonly failed: number;
}

/** A function whose queue is to be emptied. */
export interface QueueFed {
  readonly region: string;
  readonly name: string;
}

/**
 * Plays Lambda: passes the messages of a function's queue to the function, as its event source mapping says, until the
 * queue is empty. A failed message becomes visible again at once, not after the visibility time-out.
 */
export async function drainQueue(clients: EmulatorClients, paths: SandboxPaths, fed: QueueFed): Promise<Drained> {
  const mapping = await mappingOf(clients, fed);
  const sandbox = clients.sqs({ region: fed.region });
  const instance = await startFunction(clients, {
    ...fed,
    folder: join(paths.functions, `${fed.name}-${fed.region}`),
    log: join(paths.logs, `${fed.name}-${fed.region}.log`),
  });
  const sqs = new SQSClient({ region: fed.region, endpoint: clients.front, credentials: instance.credentials });
  const queue = { sandbox, sqs, ...(await queueOf(sandbox, mapping, fed.region)) };
  const total = { invocations: 0, succeeded: 0, failed: 0 };
  try {
    await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ['QueueArn'] }));
    for (;;) {
      const messages = await receiveBatch(queue, mapping.BatchSize ?? 10);
      if (messages.length === 0) return total;
      const failed = await deliver(instance, queue, messages);
      total.invocations += 1;
      total.failed += failed;
      total.succeeded += messages.length - failed;
    }
  } finally {
    sqs.destroy();
    instance.stop();
  }
}

interface Queue {
  /** A client with the permissions of the function's role, as Lambda has them. */
  readonly sqs: SQSClient;
  /** A client of the sandbox itself, which makes failed messages visible at once. */
  readonly sandbox: SQSClient;
  readonly url: string;
  readonly arn: string;
  readonly region: string;
}

async function mappingOf(
  clients: EmulatorClients,
  { region, name }: QueueFed,
): Promise<EventSourceMappingConfiguration> {
  const answer = await clients.lambda({ region }).send(new ListEventSourceMappingsCommand({ FunctionName: name }));
  const [mapping] = answer.EventSourceMappings ?? [];
  if (mapping !== undefined) return mapping;
  throw new Orgs3Error(`Lambda ${name} in ${region} has no event source mapping, so it receives no messages.`, {
    next: `Apply the stack ${stackName.collector(region)}.`,
  });
}

async function queueOf(sqs: SQSClient, { EventSourceArn = '' }: EventSourceMappingConfiguration, region: string) {
  const QueueName = EventSourceArn.slice(EventSourceArn.lastIndexOf(':') + 1);
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  return { url: QueueUrl, arn: EventSourceArn, region };
}

/** Receives one batch, as Lambda's poller collects it. One call of SQS returns at most ten messages. */
async function receiveBatch({ sqs, url }: Queue, size: number): Promise<Message[]> {
  const messages: Message[] = [];
  while (messages.length < size) {
    const MaxNumberOfMessages = Math.min(10, size - messages.length);
    const MessageSystemAttributeNames = ['All' as const];
    const request = { QueueUrl: url, MaxNumberOfMessages, MessageSystemAttributeNames };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
    if (Messages.length === 0) break;
    messages.push(...Messages);
  }
  return messages;
}

/** Calls the function with a batch; returns how many messages failed. */
async function deliver(instance: FunctionInstance, queue: Queue, messages: readonly Message[]): Promise<number> {
  const failed = await failedIds(instance, { Records: messages.map((message) => sqsRecord(queue, message)) });
  const failing = messages.filter(({ MessageId }) => failed === 'all' || failed.has(MessageId ?? ''));
  const done = messages.filter((message) => !failing.includes(message));
  for (const Entries of entries(done)) {
    await queue.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  }
  for (const part of entries(failing)) {
    const Entries = part.map((entry) => ({ ...entry, VisibilityTimeout: 0 }));
    await queue.sandbox.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queue.url, Entries }));
  }
  return failing.length;
}

const partialFailure = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) }).nullable();

/**
 * Calls the function; returns the ids of the failed messages.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
async function failedIds(instance: FunctionInstance, event: unknown): Promise<ReadonlySet<string> | 'all'> {
  try {
    const answer = partialFailure.parse((await instance.invoke(event)) ?? null);
    return new Set(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  } catch {
    return 'all';
  }
}

/**
 * Converts a message to a record of a Lambda event.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
const sqsRecord = ({ arn, region }: Queue, message: Message) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: message.MessageAttributes ?? {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: arn,
  awsRegion: region,
});

function entries(messages: readonly Message[]) {
  const all = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  return Array.from({ length: Math.ceil(all.length / 10) }, (_, index) => all.slice(index * 10, index * 10 + 10));
}
