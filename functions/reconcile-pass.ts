import type { Log } from '../adapters/aws/log';
import { Orgs3Error } from '../core/errors';
import { addTotals } from '../core/reconcile/changes';
import type { ReportAges } from '../core/reconcile/report-ages';
import { duePass, readState, type ReconcileState, serializeState } from '../core/reconcile/reconcile-state';
import type { ReconcileOptions, ReconcileResult } from '../core/reconcile/walk-region';
import { DAY, HOUR } from '../core/text/time';

/** The part of Lambda's invocation context that is in use. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** Options of a run that starts or resumes a pass. */
export interface RunOptions extends Omit<ReconcileOptions, 'scope' | 'overdueAfter'> {
  /** A report that became complete later than this is skipped, because its event is still expected: epoch milliseconds. */
  readonly completeBefore: number;
  /** A report whose scan began earlier has expired: epoch milliseconds. */
  readonly expiredBefore: number;
}

/** State file, work, log and clock of a pass through a Region: once a day, in as many invocations as needed. */
export interface PassDependencies {
  readonly stateFile: { read(): Promise<string | undefined>; write(text: string): Promise<void> };
  readonly run: (options: RunOptions) => Promise<ReconcileResult>;
  readonly log: Log;
  /** Days after its scan for which a report is shown. */
  readonly reportsDays: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The progress of a pass after an invocation. */
export interface Progress {
  readonly state: ReconcileState;
  /** Number of refusals in this invocation. */
  readonly failed: number;
  /** `undefined` where the pass is not complete. */
  readonly ages: ReportAges | undefined;
}

/** The least time that must be left to begin a group of buckets: milliseconds. */
const TIME_FOR_A_GROUP = 60_000;
const BETWEEN_SAVES = 60_000;

/** Tells if there is time left to begin a group of buckets. */
export const hasTime = (context: InvocationContext) => context.getRemainingTimeInMillis() >= TIME_FOR_A_GROUP;

/**
 * Starts or resumes the pass that is due, and logs its progress. Where nothing is due it costs two calls.
 *
 * @returns `undefined` where the last pass began less than a day ago, with the same retention, and is complete
 */
export async function continuePass(
  dependencies: PassDependencies,
  context: InvocationContext,
): Promise<Progress | undefined> {
  const { stateFile, log, now, reportsDays } = dependencies;
  const kept = await stateFile.read();
  const due = duePass(now(), kept === undefined ? undefined : readState(kept), reportsDays);
  if (due === undefined) {
    log('info', 'nothing to reconcile yet');
    return undefined;
  }
  const progress = await goOn(dependencies, due, context);
  const { totals, complete, after } = progress.state;
  log('info', complete ? 'pass complete' : 'pass to be continued', { ...totals, ...after });
  return progress;
}

/** The error of an invocation with refusals; the next invocation tries again. */
export const refusedTimes = (failed: number) =>
  new Orgs3Error(`AWS refused ${failed} times. The log lines "not reconciled" name each refusal and the next step.`);

/** Works on a pass. Stores its progress about once a minute and at the end, also after an error. */
async function goOn(
  { stateFile, run, now, reportsDays }: PassDependencies,
  due: ReconcileState,
  context: InvocationContext,
): Promise<Progress> {
  let state = due;
  let saved = now();
  const save = () => stateFile.write(serializeState(state));
  try {
    const { totals, stoppedAfter, ages } = await run({
      after: due.after,
      now: now(),
      completeBefore: now() - HOUR,
      expiredBefore: now() - reportsDays * DAY,
      shouldStop: () => !hasTime(context),
      onPosition: async (after, soFar) => {
        state = { ...due, after, totals: addTotals(due.totals, soFar) };
        if (now() - saved < BETWEEN_SAVES) return;
        saved = now();
        await save();
      },
    });
    state = { ...due, complete: ages !== undefined, after: stoppedAfter, totals: addTotals(due.totals, totals) };
    return { state, failed: totals.failed, ages };
  } finally {
    await save();
  }
}
