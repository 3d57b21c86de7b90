import type { Dice } from '../dice';

/** A message in the form that a Lambda receives. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
}

/**
 * The number of times that a message is received before it moves to the dead-letter queue; the same as in the collector
 * stack.
 */
const MOST_RECEIVES = 5;

/**
 * An SQS queue with its dead-letter queue. Messages come in random order. A received message is hidden until `settle`
 * deletes it or gives it back; the caller keeps track of time-outs.
 */
export class FakeQueue {
  readonly deadLetters: QueueMessage[] = [];
  private readonly visible: QueueMessage[] = [];
  private readonly received = new Map<string, number>();
  private sent = 0;
  private hidden = 0;

  constructor(private readonly dice: Dice) {}

  send(body: string): void {
    this.visible.push({ messageId: `message-${(this.sent += 1)}`, body });
  }

  /** True if no message is visible or hidden. */
  get isEmpty(): boolean {
    return this.visible.length === 0 && this.hidden === 0;
  }

  /** Receives at most `limit` messages; none if all are hidden. */
  receive(limit: number): QueueMessage[] {
    const batch: QueueMessage[] = [];
    while (batch.length < limit && this.visible.length > 0) {
      const [message] = this.visible.splice(this.dice.below(this.visible.length), 1);
      if (message === undefined) break;
      const times = (this.received.get(message.messageId) ?? 0) + 1;
      this.received.set(message.messageId, times);
      if (times > MOST_RECEIVES) this.deadLetters.push(message);
      else batch.push(message);
    }
    this.hidden += batch.length;
    return batch;
  }

  /** Settles a batch: failed messages become visible again, the others are deleted. */
  settle(batch: readonly QueueMessage[], failed: (message: QueueMessage) => boolean): void {
    this.hidden -= batch.length;
    this.visible.push(...batch.filter(failed));
  }
}
