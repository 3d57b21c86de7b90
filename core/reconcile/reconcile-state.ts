import * as z from 'zod/mini';
import { NOTHING, type Totals } from './changes';
import type { Position } from './source-buckets';

/**
 * How far the reconciliation of a Region has come. A pass goes once through the whole Region, in as many invocations as its time takes.
 */
export interface ReconcileState {
  /** When the last pass began: epoch milliseconds. */
  readonly passStarted: number;
  /** Whether the pass came to the end of the Region. */
  readonly complete: boolean;
  /** Behind this bucket the pass goes on; `undefined` at its beginning, and where it is complete. */
  readonly after: Position | undefined;
  /** What the pass met and did so far. */
  readonly totals: Totals;
}

/** A pass begins at most so often. A little under a day, so that a daily pass does not come later every day. */
const BETWEEN_PASSES = 23.5 * 3_600_000;

/**
 * The pass that is to be worked on: the one that stopped, else a new one; `undefined` where the last one began less than a day ago
 * and is complete.
 *
 * @param now epoch milliseconds
 */
export function dueAt(now: number, state: ReconcileState | undefined): ReconcileState | undefined {
  if (state === undefined) return { passStarted: now, complete: false, after: undefined, totals: NOTHING };
  if (!state.complete) return state;
  return now - state.passStarted < BETWEEN_PASSES ? undefined : dueAt(now, undefined);
}

const count = z.int().check(z.nonnegative());

const stateSchema = z.object({
  passStarted: z.number(),
  complete: z.boolean(),
  after: z.optional(z.object({ account: z.string(), bucket: z.string() })),
  totals: z.object({
    buckets: count,
    reports: count,
    recovered: count,
    unregistrable: count,
    dropped: count,
    repaired: count,
    failed: count,
    pending: count,
  } satisfies Record<keyof Totals, typeof count>),
});

/** The state as it is kept. */
export const stateText = (state: ReconcileState): string => JSON.stringify(state);

/** Reads what `stateText` wrote; `undefined` for anything else, so that a pass begins anew and does no harm. */
export function readState(text: string): ReconcileState | undefined {
  const parsed = stateSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { passStarted, complete, after, totals } = parsed.data;
  return { passStarted, complete, after, totals };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
