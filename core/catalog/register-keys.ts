import pMap from 'p-map';
import { type ReportFiles, type VerifiedReport, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import { type Outcome, outcomeOf } from './outcome';
import { type CatalogTarget, registerInCatalog } from './register-reports';

/** Where reports are read and registered. */
export interface RegistrationTarget extends CatalogTarget {
  /** A report's two control files. */
  readonly read: (key: ReportKey) => Promise<ReportFiles>;
  /** Sees that a report can be shown, and gives it as the tables show it; as it is, where nothing is given. */
  readonly view?: (report: VerifiedReport) => VerifiedReport | Promise<VerifiedReport>;
}

/** Reports read at the same time; each takes two connections, and to open one costs about as much time as to read over one. */
const CONCURRENT_READS = 4;

/** Reads, verifies and registers reports, and says of each what became of it. Nothing is thrown. */
export async function registerKeys(
  target: RegistrationTarget,
  keys: readonly ReportKey[],
): Promise<Map<ReportKey, Outcome>> {
  const { read, view = (report) => report } = target;
  const outcomes = new Map<ReportKey, Outcome>();
  const verified = new Map<ReportKey, VerifiedReport>();
  const readOne = async (key: ReportKey) => {
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
