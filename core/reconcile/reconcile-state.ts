import * as z from 'zod/mini';
import { NO_TOTALS, type Totals } from './changes';
import type { Position } from './source-buckets';

/**
 * Progress of the pass through a Region, so that the next invocation resumes it. A pass goes once through the whole Region, in one
 * or more invocations.
 */
export interface ReconcileState {
  /** Start of the last pass in epoch milliseconds. */
  readonly passStarted: number;
  /** Days for which reports are shown. A pass that began with another number is begun anew. */
  readonly reportsDays: number;
  /** True where the pass is finished. */
  readonly complete: boolean;
  /** Last finished bucket, after which the pass resumes; `undefined` at the start and where the pass is complete. */
  readonly after: Position | undefined;
  /** Counts of the pass so far. */
  readonly totals: Totals;
}

/** Minimum time between the starts of two passes: a little less than a day, so that a daily pass does not start later every day. */
const BETWEEN_PASSES = 23.5 * 3_600_000;

/**
 * The pass to work on: the unfinished one, or a new one. `undefined` where the last pass is complete and started less than a day
 * ago. Another retention begins a pass at once: a shortened one lets S3 remove reports at its next midnight.
 *
 * @param now epoch milliseconds
 * @param reportsDays how long reports are shown
 */
export function duePass(
  now: number,
  state: ReconcileState | undefined,
  reportsDays: number,
): ReconcileState | undefined {
  if (state === undefined || state.reportsDays !== reportsDays)
    return { passStarted: now, reportsDays, complete: false, after: undefined, totals: NO_TOTALS };
  if (!state.complete) return state;
  return now - state.passStarted < BETWEEN_PASSES ? undefined : duePass(now, undefined, reportsDays);
}

const count = z.int().check(z.nonnegative());

const stateSchema = z.object({
  passStarted: z.number(),
  reportsDays: z.number(),
  complete: z.boolean(),
  after: z.optional(z.object({ account: z.string(), bucket: z.string() })),
  totals: z.object({
    buckets: count,
    reports: count,
    recovered: count,
    unregistrable: count,
    dropped: count,
    repaired: count,
    aligned: count,
    failed: count,
    pending: count,
  } satisfies Record<keyof Totals, typeof count>),
});

/** Serializes the state. */
export const serializeState = (state: ReconcileState): string => JSON.stringify(state);

/** Parses a serialized state; `undefined` for any other text, so that a new pass starts, which does no harm. */
export function readState(text: string): ReconcileState | undefined {
  const parsed = stateSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const { passStarted, reportsDays, complete, after, totals } = parsed.data;
  return { passStarted, reportsDays, complete, after, totals };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
