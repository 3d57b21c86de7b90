import type { Dice } from '../dice';

/** Decides which of several programs goes on, call by call: every order is possible, and the same dice give the same one. */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(private readonly dice: Dice) {}

  /** Resolves when it is the caller's turn. */
  next = (): Promise<void> => new Promise((resolve) => this.waiting.push(resolve));

  /** Starts a program; the order in which it is started does not matter. */
  start(program: () => Promise<void>): void {
    this.running += 1;
    void this.next()
      .then(program)
      .finally(() => (this.running -= 1));
  }

  /** Gives out turns until every program has ended. */
  async finish(): Promise<void> {
    while (this.running > 0) {
      // All that can be done without another turn is done first.
      await new Promise((resolve) => setImmediate(resolve));
      const [resolve] = this.waiting.splice(this.dice.below(this.waiting.length), 1);
      resolve?.();
    }
  }
}
