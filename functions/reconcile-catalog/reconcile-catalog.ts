import type { Log } from '../../adapters/log';
import { metricLines } from '../../adapters/metrics';
import type { Catalog } from '../../core/catalog/catalog';
import { Orgs3Error } from '../../core/errors';
import type { ReportFiles } from '../../core/inventory/manifest';
import type { ReportKey } from '../../core/inventory/report-key';
import { plus } from '../../core/reconcile/changes';
import type { ReportAges } from '../../core/reconcile/report-ages';
import { reconcileRegion } from '../../core/reconcile/reconcile-region';
import { dueAt, readState, type ReconcileState, stateText } from '../../core/reconcile/reconcile-state';
import { DAY, HOUR } from '../../core/status/moments';
import type { CollectorSettings, ReconcileSettings } from '../collector-environment';
import { logChange } from './log-change';
import { passMetrics } from './pass-metrics';

/** What the handler works with. */
export interface ReconcileDependencies {
  readonly settings: CollectorSettings & ReconcileSettings;
  readonly folders: { below(folder: string): AsyncIterable<readonly string[]> };
  readonly reports: { read(key: ReportKey): Promise<ReportFiles> };
  readonly catalog: Catalog;
  readonly stateFile: { read(): Promise<string | undefined>; write(text: string): Promise<void> };
  readonly log: Log;
  /** Takes a line of metrics, without its end. */
  readonly writeLine: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What Lambda tells of an invocation. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** No group of buckets is begun with less time left. */
const TIME_FOR_A_GROUP = 60_000;
const BETWEEN_SAVES = 60_000;

/**
 * Makes the handler of `reconcile-catalog`: one pass through the Region a day, taken up by the next invocation where time ran out or
 * AWS refused. An invocation that has nothing to do costs two calls.
 */
export const createHandler =
  (dependencies: ReconcileDependencies) =>
  async (_event: unknown, context: InvocationContext): Promise<void> => {
    const { settings, stateFile, log, writeLine, now } = dependencies;
    const kept = await stateFile.read();
    const due = dueAt(now(), kept === undefined ? undefined : readState(kept));
    if (due === undefined) return log('info', 'nothing to reconcile yet');
    const { state, failed, ages } = await goOn(dependencies, due, context);
    log('info', state.complete ? 'pass complete' : 'pass to be continued', { ...state.totals, ...state.after });
    if (ages !== undefined) {
      metricLines(passMetrics(state, ages, { region: settings.region, timestamp: now() })).forEach(writeLine);
    }
    if (failed > 0) {
      throw new Orgs3Error(`AWS refused ${failed} times; the log lines "not reconciled" say what, and what to do.`);
    }
  };

/** What an invocation made of a pass. */
interface Progress {
  readonly state: ReconcileState;
  /** Refusals of this invocation. */
  readonly failed: number;
  /** `undefined` where the pass is not complete. */
  readonly ages: ReportAges | undefined;
}

/** Works on a pass, and keeps how far it came about once a minute, and however it ends. */
async function goOn(
  { settings, folders, reports, catalog, stateFile, log, now }: ReconcileDependencies,
  due: ReconcileState,
  context: InvocationContext,
): Promise<Progress> {
  let state = due;
  let saved = now();
  const save = () => stateFile.write(stateText(state));
  try {
    const { totals, stoppedAfter, ages } = await reconcileRegion(
      {
        scope: { ...settings, dryRun: false, completeBefore: now() - HOUR },
        after: due.after,
        overdueAfter: settings.overdueAfterDays * DAY,
        now: now(),
        shouldStop: () => context.getRemainingTimeInMillis() < TIME_FOR_A_GROUP,
        onPosition: async (after, soFar) => {
          state = { ...due, after, totals: plus(due.totals, soFar) };
          if (now() - saved < BETWEEN_SAVES) return;
          saved = now();
          await save();
        },
      },
      {
        folders: (folder) => folders.below(folder),
        readReport: (key) => reports.read(key),
        catalog,
        onChange: (change) => logChange(log, change),
      },
    );
    state = { ...due, complete: ages !== undefined, after: stoppedAfter, totals: plus(due.totals, totals) };
    return { state, failed: totals.failed, ages };
  } finally {
    await save();
  }
}
