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

/** Reports read at once; each takes two connections. */
const CONCURRENCY = 10;

/**
 * Registers reports that no table shows, as `register-report` does it; two reads each.
 *
 * @returns the partitions of those that history holds now
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
    if (outcome !== undefined) tellOutcome(report.key, outcome, tally);
  }
  const held = verified.filter((report) => ['registered', 'unchanged'].includes(outcomes.get(report)?.status ?? ''));
  for (const { format } of held) reconciler.formats.add(format);
  return held.map(asHistoryPartition);
}

/** `undefined` for a report that is not to be registered now: S3 still writes it, its event is under way, or it is told of. */
async function readLost({ scope, steps }: Reconciler, key: ReportKey, tally: Tally) {
  try {
    const files = await steps.readReport(key);
    if ((files.completeSince ?? 0) < scope.completeBefore) return verifyReport(key, files);
    tally.count({ pending: 1 });
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'NoSuchKey') tally.count({ pending: 1 });
    else tellOutcome(key, outcomeOf(error), tally);
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

/** Says what became of a report that was in no table; nothing of one that was there. */
export function tellOutcome(key: ReportKey, outcome: Outcome, tally: Tally): void {
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
