import { groupedBy } from '../text/grouped-by';

/** Reorders values so that equal keys are far apart: the first value of each key, then the second of each, and so on. */
export function interleave<T>(values: readonly T[], key: (value: T) => string): T[] {
  const groups = [...groupedBy(values, key).values()];
  const longest = Math.max(0, ...groups.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) => groups.flatMap((group) => group.slice(index, index + 1))).flat();
}
