import { groupedBy } from '../text/grouped-by';

/** The values so ordered that those with the same key lie far apart: one of each key, then the next of each. */
export function interleave<T>(values: readonly T[], key: (value: T) => string): T[] {
  const groups = [...groupedBy(values, key).values()];
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => groups.flatMap((group) => group.slice(index, index + 1))).flat();
}
