import pMap from 'p-map';
import { type ReportFiles, type VerifiedReport, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import { type Outcome, outcomeOf } from './outcome';
import { type CatalogTarget, registerInCatalog } from './register-reports';

/** The source of reports, and the catalog that they are registered in. */
export interface RegistrationTarget extends CatalogTarget {
  /** Reads a report's two control files. */
  readonly read: (key: ReportKey) => Promise<ReportFiles>;
  /** Converts a report into the form that the tables show, and throws if they cannot show it. Default: no change. */
  readonly view?: (report: VerifiedReport) => VerifiedReport | Promise<VerifiedReport>;
  /** Epoch milliseconds: a report whose scan began earlier has expired, and is left alone. Default: none has. */
  readonly expiredBefore?: (() => number) | undefined;
}

/** Reports read at the same time. Each takes two connections, and opening one takes about as long as reading over it. */
const CONCURRENT_READS = 4;

/**
 * Reads, verifies and registers reports, and returns one outcome per report. Never throws. A report that has expired is
 * `unchanged`: S3 may remove its files before the next pass drops its partitions.
 */
export async function registerKeys(
  target: RegistrationTarget,
  keys: readonly ReportKey[],
): Promise<Map<ReportKey, Outcome>> {
  const { read, view = (report) => report, expiredBefore = () => -Infinity } = target;
  const outcomes = new Map<ReportKey, Outcome>();
  const verified = new Map<ReportKey, VerifiedReport>();
  const readOne = async (key: ReportKey) => {
    if (key.scanStarted < expiredBefore()) {
      outcomes.set(key, { status: 'unchanged' });
      return;
    }
    try {
      verified.set(key, await view(verifyReport(key, await read(key))));
    } catch (error) {
      outcomes.set(key, outcomeOf(error));
    }
  };
  await pMap(keys, readOne, { concurrency: CONCURRENT_READS });
  const registered = await registerInCatalog(target, [...verified.values()]);
  for (const [key, report] of verified) {
    const outcome = registered.get(report);
    if (outcome !== undefined) outcomes.set(key, outcome);
  }
  return outcomes;
}
