import { groupedBy } from '../core/text/grouped-by';
import { indented, shortened } from './lists';

/** The line with an instruction for the reader; no line where there is nothing to do. */
export const nextLine = (next: string | undefined): string[] => (next === undefined ? [] : [`  next: ${next}`]);

/** Lines about failures, grouped by the instruction that follows them: each instruction is shown once. */
export const underAdvice = <Failure extends { readonly next: string }>(
  failures: readonly Failure[],
  describe: (sharing: readonly Failure[]) => readonly string[],
): string[] =>
  [...groupedBy(failures, ({ next }) => next)].flatMap(([next, sharing]) => [...describe(sharing), ...nextLine(next)]);

/** A line per failure, grouped likewise; each group is shortened. */
export const listUnderAdvice = <Failure extends { readonly next: string }>(
  failures: readonly Failure[],
  describe: (failure: Failure) => string,
): string[] => underAdvice(failures, (sharing) => indented(shortened(sharing.map(describe))));
