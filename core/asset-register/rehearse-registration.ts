import pMap from 'p-map';
import { type Outcome, outcomeOf } from '../catalog/outcome';
import { dayOf } from '../catalog/partitions';
import { ASSET_TABLES, tableSpec } from '../catalog/tables';
import type { FilesOfReports } from '../reconcile/find-damaged';
import { NOT_WHOLE_NEXT } from '../report/data-files';
import { type VerifiedReport, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';

/** Reports that the asset register lacks. A report can be in both sets. */
export interface WantedReports {
  /** Reports that their day has to show. */
  readonly days: ReadonlySet<ReportKey>;
  /** Reports that have to be shown as the newest ones. */
  readonly latest: ReadonlySet<ReportKey>;
}

/** Reports read at the same time; each takes two connections. */
const CONCURRENCY = 4;

/**
 * Predicts the outcomes of `registerAssets` without writing. Reads and verifies each report; of reports that share a partition, the
 * newest one gets it. Refusals of columns by Glue and of copies by S3 are not predicted.
 *
 * Costs two `GetObject` per report, and what `check` costs.
 */
export async function rehearseRegistration(
  { days, latest }: WantedReports,
  { read, check }: FilesOfReports,
): Promise<ReadonlyMap<ReportKey, Outcome>> {
  const outcomes = new Map<ReportKey, Outcome>();
  const verified: VerifiedReport[] = [];
  const readOne = async (key: ReportKey) => {
    try {
      const report = verifyReport(key, await read(key));
      const damage = await check(report);
      if (damage === undefined) verified.push(report);
      else outcomes.set(key, { status: 'refused', reason: `${key.manifestKey}: ${damage}`, next: NOT_WHOLE_NEXT });
    } catch (error) {
      outcomes.set(key, outcomeOf(error));
    }
  };
  await pMap(new Set([...days, ...latest]), readOne, { concurrency: CONCURRENCY });
  const moving = new Set([
    ...newestOf(verified, ({ key }) => dayOf(key.dt)).filter((key) => days.has(key)),
    ...newestOf(verified, () => '').filter((key) => latest.has(key)),
  ]);
  for (const { key, format } of verified) {
    const tables = [tableSpec(ASSET_TABLES.latest, format).name];
    outcomes.set(key, moving.has(key) ? { status: 'registered', tables } : { status: 'unchanged' });
  }
  return outcomes;
}

/** The newest report of each bucket, format and period. */
function newestOf(reports: readonly VerifiedReport[], period: (report: VerifiedReport) => string): ReportKey[] {
  const newest = new Map<string, ReportKey>();
  for (const report of reports) {
    const { key, format } = report;
    const group = [format, period(report), key.account, key.bucket].join(' ');
    if (key.dt > (newest.get(group)?.dt ?? '')) newest.set(group, key);
  }
  return [...newest.values()];
}
