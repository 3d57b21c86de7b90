import pMap from 'p-map';
import { type Outcome, outcomeOf } from '../catalog/outcome';
import { registerInCatalog } from '../catalog/register-reports';
import { AwsCallError } from '../errors';
import { type VerifiedReport, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import type { Tally } from './changes';
import type { ListedReport, Reconciler } from './read-group';

/** Reports read at once; each takes two connections. */
const CONCURRENCY = 10;

/** What became of reports that no table shows, or whose `symlink.txt` is missing. */
export interface FoundReports {
  /** Buckets of those that were registered. */
  readonly registered: readonly string[];
  /** Locations of those that were complete an hour ago and have no `symlink.txt`. */
  readonly broken: ReadonlySet<string>;
}

/** Registers reports that no table shows, as `register-report` does it; two reads each. */
export async function registerLost(
  reconciler: Reconciler,
  lost: readonly ListedReport[],
  tally: Tally,
): Promise<FoundReports> {
  const broken = new Set<string>();
  const read = await pMap(lost, (report) => readLost(reconciler, report, { broken, tally }), {
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
  { broken, tally }: { readonly broken: Set<string>; readonly tally: Tally },
) {
  try {
    const files = await steps.readReport(key);
    if ((files.completeSince ?? 0) < scope.completeBefore) {
      const report = verifyReport(key, files);
      if (state === 'whole') return report;
      broken.add(key.location);
      recordOutcome(key, SYMLINK_GONE, tally);
    } else tally.count({ pending: 1 });
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'NoSuchKey') tally.count({ pending: 1 });
    else recordOutcome(key, outcomeOf(error), tally);
  }
  return undefined;
}

const SYMLINK_GONE: Outcome = {
  status: 'refused',
  reason: 'its symlink.txt, which names its data files, is gone',
  next: 'See who deleted it; S3 writes the next report whole.',
};

async function register(
  { scope, steps: { catalog } }: Reconciler,
  reports: readonly VerifiedReport[],
): Promise<ReadonlyMap<VerifiedReport, Outcome>> {
  const location = `s3://${scope.destinationBucket}/${scope.destinationPrefix}/`;
  if (!scope.dryRun) return registerInCatalog({ catalog, location }, reports);
  return new Map(reports.map((report) => [report, { status: 'registered', tables: [] }] as const));
}

/** Says what became of a report that was in no table; nothing of one that was there. */
export function recordOutcome(key: ReportKey, outcome: Outcome, tally: Tally): void {
  const { account, bucket, dt } = key;
  if (outcome.status === 'registered') tally.change({ kind: 'recovered', account, bucket, dt });
  else if (outcome.status === 'refused') {
    const { reason, next } = outcome;
    tally.change({ kind: 'unregistrable', account, bucket, dt, reason, next });
  } else if (outcome.status === 'failed') tally.change({ kind: 'failed', buckets: [bucket], error: outcome.error });
}
