import type { FROM_WHERE } from './from-where';
import type { DOES_WHAT, TO_WHAT } from './what';
import type { WHO } from './who';

export type Expected = 'allowed' | 'refused';

/** A caller, the origin of the call, the action, the target, and the expected answer. The words are in the files of those names. */
export type Scenario = readonly [
  who: keyof typeof WHO,
  fromWhere: keyof typeof FROM_WHERE,
  doesWhat: keyof typeof DOES_WHAT,
  toWhat: keyof typeof TO_WHAT,
  expected: Expected,
];

/** A scenario as a sentence. */
export const sentence = ([who, fromWhere, doesWhat, toWhat]: Scenario) => `${who} ${fromWhere} ${doesWhat} ${toWhat}`;
