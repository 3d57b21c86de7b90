import { createHash } from 'node:crypto';

/** Random choices that are the same for the same seed. */
export interface Dice {
  /** A number of at least 0 and less than 1. */
  next(): number;
  /** True at this rate: 0 never, 1 always. */
  happens(rate: number): boolean;
  /** A whole number of at least 0 and less than `limit`. */
  below(limit: number): number;
  one<Value>(values: readonly [Value, ...Value[]]): Value;
}

/** Makes the dice of a seed. */
export function createDice(seed: string): Dice {
  let block = Buffer.alloc(0);
  let used = 0;
  let blocks = 0;
  const next = () => {
    if (used >= block.length) {
      block = createHash('sha512')
        .update(`${seed} ${(blocks += 1)}`)
        .digest();
      used = 0;
    }
    const value = block.readUInt32BE(used) / 2 ** 32;
    used += 4;
    return value;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    happens: (rate) => next() < rate,
    one: (values) => values[below(values.length)] ?? values[0],
  };
}
