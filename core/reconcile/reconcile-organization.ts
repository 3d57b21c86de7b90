import type { Config } from '../config/schema';
import { configuredScope } from '../inventory/configured-scope';
import { eachRegion, type RegionFailure } from '../refusals/each-region';
import { DAY, HOUR } from '../text/time';
import type { Change, Totals } from './changes';
import type { ReportAges } from './report-ages';
import type { ReconcileOptions, ReconcileResult } from './walk-region';

/** Request of a reconciliation. */
export interface OrganizationReconciliation {
  readonly config: Config;
  readonly regions: readonly string[];
  /** Reports changes without making them. */
  readonly dryRun: boolean;
  /** Reads the files of every report that the tables show. */
  readonly verify?: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Reconciliation of one kind of tables: those of the Regions, or those of the asset register. */
export interface ReconciledTables {
  /** Reconciles one Region. @throws AwsCallError where AWS refuses a call that the rest of the Region needs */
  run(region: string, options: ReconcileOptions, onChange: (change: Change) => void): Promise<ReconcileResult>;
  /** Instruction for an error of AWS, by its code. */
  hint(code: string, region: string): string;
}

/** Callbacks of a reconciliation. */
export interface ReconciliationListener {
  /** Called with each change at once, so that changes need not be stored. */
  onChange(region: string, change: Change): void;
  /** Called after every group of buckets, with the counts of the Region so far. */
  onProgress(region: string, totals: Totals): void;
}

/** Result of a completed Region. */
export interface ReconciledRegion {
  readonly region: string;
  readonly totals: Totals;
  readonly ages: ReportAges;
}

/** Result of a reconciliation; both lists are in the order of the Regions. */
export interface Reconciliation {
  readonly regions: readonly ReconciledRegion[];
  readonly failures: readonly RegionFailure[];
}

/**
 * Reconciles Regions, several at once. A Region that AWS refuses is listed in `failures` and does not stop the others.
 *
 * @throws the reason of an interruption, after the current groups of buckets are finished
 */
export async function reconcileOrganization(
  request: OrganizationReconciliation,
  tables: ReconciledTables,
  listener: ReconciliationListener,
): Promise<Reconciliation> {
  const { regions, signal } = request;
  const { done, failures } = await eachRegion(
    { regions, hint: (code, region) => tables.hint(code, region), signal, onProgress: () => undefined },
    (region) => reconcileOne(region, request, tables, listener),
  );
  return { regions: done, failures };
}

async function reconcileOne(
  region: string,
  { config, dryRun, verify = false, now, signal }: OrganizationReconciliation,
  tables: ReconciledTables,
  listener: ReconciliationListener,
): Promise<ReconciledRegion> {
  const options: ReconcileOptions = {
    scope: {
      ...configuredScope(config, region),
      dryRun,
      verify,
      completeBefore: now - HOUR,
      expiredBefore: now - config.retention.reportsDays * DAY,
    },
    after: undefined,
    overdueAfter: config.alarms.overdueAfterDays * DAY,
    now,
    shouldStop: () => signal.aborted,
    onPosition: (_position, soFar) => listener.onProgress(region, soFar),
  };
  const { totals, ages } = await tables.run(region, options, (change) => listener.onChange(region, change));
  signal.throwIfAborted();
  if (ages === undefined) throw new Error('the run ended before the end of the Region');
  return { region, totals, ages };
}
