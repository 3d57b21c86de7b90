import pMap from 'p-map';
import { type Outcome, outcomeOf } from '../catalog/outcome';
import { partitionInput } from '../catalog/partitions';
import { registerInCatalog } from '../catalog/register-reports';
import { AwsCallError } from '../errors';
import { type VerifiedReport, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import type { Tally } from './changes';
import type { TablePartition } from './plan-bucket';
import type { Reconciler } from './read-group';

/** Maximum number of reports that are read at once; each uses two connections. */
const CONCURRENCY = 10;

/**
 * Registers reports that are in no table, in the same way as `register-report`. Costs two reads per report.
 *
 * @returns the history partitions of the registered reports
 */
export async function registerLost(
  reconciler: Reconciler,
  lost: readonly ReportKey[],
  tally: Tally,
): Promise<TablePartition[]> {
  const read = await pMap(lost, (key) => readLost(reconciler, key, tally), { concurrency: CONCURRENCY });
  const verified = read.filter((report) => report !== undefined);
  const outcomes = await register(reconciler, verified);
  for (const report of verified) {
    const outcome = outcomes.get(report);
    if (outcome !== undefined) recordOutcome(report.key, outcome, tally);
  }
  const held = verified.filter((report) => ['registered', 'unchanged'].includes(outcomes.get(report)?.status ?? ''));
  for (const { format } of held) reconciler.formats.add(format);
  return held.map(asHistoryPartition);
}

/** Reads and verifies a report; `undefined` where it is still pending, or where its refusal or failure was recorded. */
async function readLost({ scope, steps }: Reconciler, key: ReportKey, tally: Tally) {
  try {
    const files = await steps.readReport(key);
    if ((files.completeSince ?? 0) < scope.completeBefore) return verifyReport(key, files);
    tally.count({ pending: 1 });
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'NoSuchKey') tally.count({ pending: 1 });
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

/** Records the outcome of a report that was in no table; records nothing for one that was in a table. */
export function recordOutcome(key: ReportKey, outcome: Outcome, tally: Tally): void {
  const { account, bucket, dt } = key;
  if (outcome.status === 'registered') tally.change({ kind: 'recovered', account, bucket, dt });
  else if (outcome.status === 'refused') {
    const { reason, next } = outcome;
    tally.change({ kind: 'unregistrable', account, bucket, dt, reason, next });
  } else if (outcome.status === 'failed') tally.change({ kind: 'failed', buckets: [bucket], error: outcome.error });
}

function asHistoryPartition(report: VerifiedReport): TablePartition {
  const { Values: values, StorageDescriptor, Parameters: parameters } = partitionInput('history', report);
  return { format: report.format, partition: { values, location: StorageDescriptor.Location, parameters } };
}
