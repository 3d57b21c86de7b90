import pMap from 'p-map';
import { type Outcome, outcomeOf } from '../catalog/outcome';
import { dayOf } from '../catalog/partitions';
import { type ReportFiles, type VerifiedReport, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';

/** Reports that the register lacks; one may be in both. */
export interface WantedReports {
  /** Those that their day ought to show. */
  readonly days: ReadonlySet<ReportKey>;
  /** Those that the newest reports ought to show. */
  readonly latest: ReadonlySet<ReportKey>;
}

/** Reports read at once; each takes two connections. */
const CONCURRENCY = 4;

/**
 * What `registerAssets` would make of reports, without a write: each is read and verified, and of those that share a partition the
 * newest has it. What Glue would say of a column, and S3 of a copy, is not asked.
 *
 * Costs two `GetObject` per report.
 */
export async function rehearseRegistration(
  { days, latest }: WantedReports,
  read: (key: ReportKey) => Promise<ReportFiles>,
): Promise<ReadonlyMap<ReportKey, Outcome>> {
  const outcomes = new Map<ReportKey, Outcome>();
  const verified: VerifiedReport[] = [];
  const readOne = async (key: ReportKey) => {
    try {
      verified.push(verifyReport(key, await read(key)));
    } catch (error) {
      outcomes.set(key, outcomeOf(error));
    }
  };
  await pMap(new Set([...days, ...latest]), readOne, { concurrency: CONCURRENCY });
  const moving = new Set([
    ...newestOf(verified, ({ key }) => dayOf(key.dt)).filter((key) => days.has(key)),
    ...newestOf(verified, () => '').filter((key) => latest.has(key)),
  ]);
  for (const { key } of verified)
    outcomes.set(key, moving.has(key) ? { status: 'registered', tables: [] } : { status: 'unchanged' });
  return outcomes;
}

/** The newest report of each bucket, format and period. */
function newestOf(reports: readonly VerifiedReport[], period: (report: VerifiedReport) => string): ReportKey[] {
  const newest = new Map<string, ReportKey>();
  for (const report of reports) {
    const { key, format } = report;
    const place = [format, period(report), key.account, key.bucket].join(' ');
    if (key.dt > (newest.get(place)?.dt ?? '')) newest.set(place, key);
  }
  return [...newest.values()];
}
