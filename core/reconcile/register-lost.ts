import pMap from 'p-map';
import { type Outcome, outcomeOf } from '../catalog/outcome';
import { registerInCatalog } from '../catalog/register-reports';
import { AwsCallError } from '../errors';
import { type VerifiedReport, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import { type FileCheck, NOT_WHOLE_NEXT } from '../report/data-files';
import type { Tally } from './changes';
import { DROP_REASON } from './drop-reasons';
import type { Damage } from './find-damaged';
import type { ListedReport, Reconciler } from './read-group';

/** Reports read at once; each takes two connections. */
const CONCURRENCY = 10;

/** The outcomes of reports that no table shows, or whose `symlink.txt` is missing. */
export interface FoundReports {
  /** Buckets of those that were registered. */
  readonly registered: readonly string[];
  /** Those that were complete an hour ago and are not whole. */
  readonly broken: Damage;
}

/** Reports that may have to be registered. */
export interface LostReports {
  readonly lost: readonly ListedReport[];
  readonly check: FileCheck;
  /** Locations that the tables show: such a report was complete once. */
  readonly shown: ReadonlySet<string>;
}

/**
 * Registers reports that no table shows, as `register-report` does it, but those of which a data file is gone or changed: what
 * `--verify` has dropped stays dropped. Costs two reads for each report, and what `check` costs.
 */
export async function registerLost(
  reconciler: Reconciler,
  { lost, check, shown }: LostReports,
  tally: Tally,
): Promise<FoundReports> {
  const broken = new Map<string, string>();
  const read = await pMap(lost, (report) => readLost(reconciler, report, { broken, check, shown, tally }), {
    concurrency: CONCURRENCY,
  });
  const verified = read.filter((report) => report !== undefined);
  const outcomes = await register(reconciler, verified);
  for (const report of verified) {
    const outcome = outcomes.get(report);
    if (outcome !== undefined) recordOutcome(report.key, outcome, tally);
  }
  const held = verified.filter((report) => ['registered', 'unchanged'].includes(outcomes.get(report)?.status ?? ''));
  return { registered: reconciler.scope.dryRun ? [] : held.map(({ key }) => key.bucket), broken };
}

/** `undefined` for a report that is not to be registered now: S3 still writes it, its event is under way, or it is told of. */
async function readLost(
  { scope, steps }: Reconciler,
  { key, state }: ListedReport,
  {
    broken,
    check,
    shown,
    tally,
  }: Pick<LostReports, 'check' | 'shown'> & { readonly broken: Map<string, string>; readonly tally: Tally },
) {
  try {
    const files = await steps.readReport(key);
    if ((files.completeSince ?? 0) < scope.completeBefore) {
      const report = verifyReport(key, files);
      const damage = state === 'whole' ? await check(report) : DROP_REASON.noSymlink;
      if (damage === undefined) return report;
      broken.set(key.location, damage);
      recordOutcome(key, { status: 'refused', reason: damage, next: NOT_WHOLE_NEXT }, tally);
    } else tally.count({ pending: 1 });
  } catch (error) {
    const isGone = error instanceof AwsCallError && error.code === 'NoSuchKey';
    if (isGone && shown.has(key.location)) {
      broken.set(key.location, DROP_REASON.noSymlink);
      recordOutcome(key, { status: 'refused', reason: DROP_REASON.noSymlink, next: NOT_WHOLE_NEXT }, tally);
    } else if (isGone) tally.count({ pending: 1 });
    else recordOutcome(key, outcomeOf(error), tally);
  }
  return undefined;
}

async function register(
  { scope, steps: { catalog } }: Reconciler,
  reports: readonly VerifiedReport[],
): Promise<ReadonlyMap<VerifiedReport, Outcome>> {
  const location = `s3://${scope.destinationBucket}/${scope.destinationPrefix}/`;
  if (!scope.dryRun) return registerInCatalog({ catalog, location }, reports);
  return new Map(reports.map((report) => [report, { status: 'registered', tables: [] }] as const));
}

/**
 * Says what became of a report that was in no table; nothing of one that was there.
 *
 * @param shownAt the location at which the tables showed it before
 */
export function recordOutcome(key: ReportKey, outcome: Outcome, tally: Tally, shownAt?: string): void {
  const { account, bucket, dt } = key;
  const before = shownAt === undefined ? {} : { shownAt };
  if (outcome.status === 'registered') tally.change({ kind: 'recovered', account, bucket, dt, ...before });
  else if (outcome.status === 'refused') {
    const { reason, next } = outcome;
    tally.change({ kind: 'unregistrable', account, bucket, dt, reason, next });
  } else if (outcome.status === 'failed') tally.change({ kind: 'failed', buckets: [bucket], error: outcome.error });
}
