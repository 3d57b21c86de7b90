/** The middle value; of an even number of values, the lower one of the middle two. `NaN` where there is none. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;
