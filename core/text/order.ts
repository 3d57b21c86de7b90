/** The order of two texts by code unit; it is the same in every language of a machine. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A sorted copy, by the text that `key` gives. */
export const sortedBy = <T>(values: readonly T[], key: (value: T) => string): T[] =>
  [...values].sort((a, b) => byText(key(a), key(b)));
