import type { Config } from '../config/schema';
import { configuredScope } from '../inventory/configured-scope';
import { eachRegion, type RegionFailure } from '../refusals/each-region';
import { DAY, HOUR } from '../text/time';
import type { Change, Totals } from './changes';
import type { ReportAges } from './report-ages';
import type { ReconcileOptions, ReconcileResult } from './walk-region';

/** Which Regions are reconciled, and how. */
export interface OrganizationReconciliation {
  readonly config: Config;
  readonly regions: readonly string[];
  /** Only say what would be done. */
  readonly dryRun: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Tables that are compared with the destination bucket of each Region. */
export interface ReconciledTables {
  /** Goes through one Region. @throws AwsCallError where AWS refuses the rest of it */
  run(region: string, options: ReconcileOptions, onChange: (change: Change) => void): Promise<ReconcileResult>;
  /** What to do about a refusal, by AWS's code. */
  hint(code: string, region: string): string;
}

/** Who is told. */
export interface ReconciliationListener {
  /** Told of each change at once, so that none has to be kept. */
  onChange(region: string, change: Change): void;
  /** Told after every group of buckets: what the Region's run met and did so far. */
  onProgress(region: string, totals: Totals): void;
}

/** What became of a Region. */
export interface ReconciledRegion {
  readonly region: string;
  readonly totals: Totals;
  readonly ages: ReportAges;
}

/** What became of all; both in the order of the Regions. */
export interface Reconciliation {
  readonly regions: readonly ReconciledRegion[];
  readonly failures: readonly RegionFailure[];
}

/**
 * Reconciles Regions, some at once. One that AWS refuses is among the failures and stops no other.
 *
 * @throws what came of an interruption, after the groups of buckets that were begun
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
  { config, dryRun, now, signal }: OrganizationReconciliation,
  tables: ReconciledTables,
  listener: ReconciliationListener,
): Promise<ReconciledRegion> {
  const options: ReconcileOptions = {
    scope: { ...configuredScope(config, region), dryRun, completeBefore: now - HOUR },
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
