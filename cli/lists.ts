import type { SelectedBucket } from '../core/organization/selection';

/** The most lines of a list on the screen. JSON and the snapshot have all of them. */
const LONGEST_LIST = 20;

/** A number and what it counts, e.g. `1 bucket`, `2 buckets`. */
export const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** The first lines of a list, and the number of the others. */
export function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= LONGEST_LIST) return lines;
  return [...lines.slice(0, LONGEST_LIST), `… and ${lines.length - LONGEST_LIST} more`];
}

/** The lines, each indented by two places. */
export const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** A heading over a list, which is shortened; nothing where the list is empty. */
export const under = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [heading, ...indented(shortened(lines))];

/** A bucket with its account and Region. */
export const describeBucket = ({ account, region, bucket }: SelectedBucket): string =>
  `${bucket} (account ${account}, ${region})`;
