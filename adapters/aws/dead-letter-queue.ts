import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { MessageCount, ReceivedMessages } from '../../core/dead-letters/list-dead-letters';
import type { QueueMessage } from '../../core/dead-letters/read-message';
import { AwsCallError } from '../../core/errors';
import { type Place, regionalArn } from '../../core/names/arns';
import { answerOf } from '../../core/refusals/refusal';
import { awsCall } from './aws-call';

/** The most seconds for which a listed message is hidden from other receivers. */
export const VISIBILITY_TIMEOUT_SECONDS = 30;

/** Messages per call: SQS's limit, both for receiving them and for changing their visibility. */
const BATCH = 10;
/**
 * Answers in a row without a new message after which listing ends. Then listing takes longer than messages stay hidden: they come
 * again and again, and no answer may ever be empty.
 */
const STALE_ANSWERS = 3;

/** A message, and the receipt that releases it. */
interface Held {
  readonly message: QueueMessage;
  readonly receipt: string;
}

/** A dead-letter queue. Every method rejects with an `AwsCallError` where AWS refuses. */
export class DeadLetterQueue {
  private found: string | undefined;

  constructor(
    private readonly sqs: SQSClient,
    private readonly place: Place,
    private readonly name: string,
  ) {}

  /** Reads the approximate number of messages. */
  async count(abortSignal: AbortSignal): Promise<MessageCount> {
    const QueueUrl = await this.url(abortSignal);
    const { Attributes = {} } = await this.call('GetQueueAttributes', () =>
      this.sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
        { abortSignal },
      ),
    );
    return {
      waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
      hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    };
  }

  /**
   * Receives messages until an answer is empty or `limit` is reached. SQS shows a message only to a receiver, and hides it
   * from others meanwhile. All messages are released at the end, also after an error.
   */
  async receive(limit: number, abortSignal: AbortSignal): Promise<ReceivedMessages> {
    const QueueUrl = await this.url(abortSignal);
    const held = new Map<string, Held>();
    try {
      for (let stale = 0; held.size < limit && stale < STALE_ANSWERS;) {
        const before = held.size;
        const received = await this.receiveOnce(QueueUrl, Math.min(BATCH, limit - held.size), abortSignal);
        if (received.length === 0) break;
        for (const each of received) held.set(each.message.id, latest(held.get(each.message.id), each));
        stale = held.size === before ? stale + 1 : 0;
      }
    } catch (error) {
      await this.release(QueueUrl, [...held.values()]);
      throw error;
    }
    const kept = await this.release(QueueUrl, [...held.values()]);
    return { messages: [...held.values()].map(({ message }) => message), ...(kept === undefined ? {} : { kept }) };
  }

  /** Makes SQS move every message back to the queue it came from. `under way`: an earlier move has not ended. */
  async startMove(abortSignal: AbortSignal): Promise<'started' | 'under way'> {
    const SourceArn = regionalArn('sqs', this.place, this.name);
    try {
      await this.call('StartMessageMoveTask', () =>
        this.sqs.send(new StartMessageMoveTaskCommand({ SourceArn }), { abortSignal }),
      );
      return 'started';
    } catch (error) {
      if (error instanceof AwsCallError && IS_UNDER_WAY.test(error.answer)) return 'under way';
      throw error;
    }
  }

  /** Finds the queue's address. The call names the owner, so that credentials of another account find no queue of the same name. */
  private async url(abortSignal: AbortSignal): Promise<string> {
    const command = new GetQueueUrlCommand({
      QueueName: this.name,
      QueueOwnerAWSAccountId: this.place.account,
    });
    if (this.found !== undefined) return this.found;
    const { QueueUrl = '' } = await this.call('GetQueueUrl', () => this.sqs.send(command, { abortSignal }));
    this.found = QueueUrl;
    return QueueUrl;
  }

  private async receiveOnce(QueueUrl: string, most: number, abortSignal: AbortSignal): Promise<Held[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: most,
      VisibilityTimeout: VISIBILITY_TIMEOUT_SECONDS,
      // Without a wait, SQS looks at some of its servers only, and an empty answer means nothing.
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['All'],
    });
    const { Messages = [] } = await this.call('ReceiveMessage', () => this.sqs.send(command, { abortSignal }));
    return Messages.map(readHeld);
  }

  /** Releases messages, also after Ctrl-C. A refusal is returned, not thrown: the messages reappear by themselves. */
  private async release(QueueUrl: string, held: readonly Held[]): Promise<ReceivedMessages['kept']> {
    let kept: ReceivedMessages['kept'];
    for (let start = 0; start < held.length; start += BATCH) {
      const batch = held.slice(start, start + BATCH);
      const refused = await this.releaseBatch(QueueUrl, batch);
      if (refused !== undefined)
        kept = { count: (kept?.count ?? 0) + refused.count, error: kept?.error ?? refused.error };
    }
    return kept;
  }

  private async releaseBatch(QueueUrl: string, batch: readonly Held[]): Promise<ReceivedMessages['kept']> {
    const operation = 'ChangeMessageVisibilityBatch';
    const Entries = batch.map(({ receipt }, index) => ({
      Id: String(index),
      ReceiptHandle: receipt,
      VisibilityTimeout: 0,
    }));
    try {
      const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
      const { Failed = [] } = await this.call(operation, () => this.sqs.send(command));
      const [first] = Failed;
      if (first === undefined) return undefined;
      return { count: Failed.length, error: { operation, code: first.Code ?? 'Error', message: first.Message ?? '' } };
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      return { count: batch.length, error: answerOf(error) };
    }
  }

  private call<Output>(operation: string, send: () => Promise<Output>): Promise<Output> {
    return awsCall({ operation, target: { ...this.place, resource: `queue ${this.name}` } }, send);
  }
}

/** Recognizes the refusal of a second move by its message: AWS documents no error code for it. */
const IS_UNDER_WAY = /already (a |an )?(active )?.*task|only one active/i;

/** The message as it was first received, with its newest receipt. */
const latest = (known: Held | undefined, now: Held): Held => ({ ...(known ?? now), receipt: now.receipt });

function readHeld({ MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} }: Message): Held {
  const { SentTimestamp: sent, ApproximateReceiveCount: received } = Attributes;
  return {
    message: { id: MessageId, sent: readNumber(sent), received: readNumber(received), body: Body },
    receipt: ReceiptHandle,
  };
}

function readNumber(text: string | undefined): number | undefined {
  const value = Number(text);
  return text === undefined || !Number.isSafeInteger(value) ? undefined : value;
}
