import type { Config } from '../config/schema';
import { configuredScope } from '../inventory/configured-scope';
import { DATABASE, destinationBucketName } from '../inventory/names';
import { eachRegion, type RegionFailure, signInHint } from '../organization/each-region';
import { DAY, HOUR } from '../status/moments';
import type { Change, Totals } from './changes';
import type { ReportAges } from './report-ages';
import { reconcileRegion } from './reconcile-region';
import type { ReconcileSteps } from './steps';

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

/** The outside world, as reconciling all Regions needs it. */
export interface OrganizationSteps {
  inRegion(region: string): Omit<ReconcileSteps, 'onChange'>;
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
  steps: OrganizationSteps,
): Promise<Reconciliation> {
  const { config, regions, signal } = request;
  const { account } = config.destination;
  const { done, failures } = await eachRegion(
    { regions, hint: (code, region) => hint(code, region, account), signal, onProgress: () => undefined },
    (region) => reconcileOne(region, request, steps),
  );
  return { regions: done, failures };
}

async function reconcileOne(
  region: string,
  { config, dryRun, now, signal }: OrganizationReconciliation,
  steps: OrganizationSteps,
): Promise<ReconciledRegion> {
  const { totals, ages } = await reconcileRegion(
    {
      scope: { ...configuredScope(config, region), dryRun, completeBefore: now - HOUR },
      after: undefined,
      overdueAfter: config.alarms.overdueAfterDays * DAY,
      now,
      shouldStop: () => signal.aborted,
      onPosition: (_position, soFar) => steps.onProgress(region, soFar),
    },
    { ...steps.inRegion(region), onChange: (change) => steps.onChange(region, change) },
  );
  signal.throwIfAborted();
  if (ages === undefined) throw new Error('the run ended before the end of the Region');
  return { region, totals, ages };
}

function hint(code: string, region: string, account: string): string {
  const signIn = signInHint(code);
  if (signIn !== undefined) return signIn;
  if (/NoSuchBucket|EntityNotFound/.test(code)) {
    return `Apply the stack collector-${region}: it makes the destination bucket and the database ${DATABASE}.`;
  }
  if (!/AccessDenied/.test(code)) return 'Repeat the command: what is done already is not done again.';
  return (
    `Use credentials of the destination account ${account} that may list and read its bucket ` +
    `${destinationBucketName(region, account)}, and read and write the tables of ${DATABASE}.`
  );
}
