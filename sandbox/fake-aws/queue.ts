import type { Dice } from '../dice';

/** A message as a Lambda gets it. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
}

/** How often a message may be received before it rests in the dead-letter queue: as the collector stack says. */
const MOST_RECEIVES = 5;

/**
 * A queue of SQS with its dead-letter queue. Messages come in no order. A message that is received is hidden until it is deleted or
 * given back; time-outs are the caller's.
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

  /** No message is visible or with anybody. */
  get isEmpty(): boolean {
    return this.visible.length === 0 && this.hidden === 0;
  }

  /** Some messages, `limit` at most; none where all are with somebody. */
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

  /** Ends the hiding of a batch: what failed becomes visible again, the rest is deleted. */
  settle(batch: readonly QueueMessage[], failed: (message: QueueMessage) => boolean): void {
    this.hidden -= batch.length;
    this.visible.push(...batch.filter(failed));
  }
}
