import pMap from 'p-map';
import { AwsCallError, Orgs3Error } from '../errors';
import type { FileCheck } from '../report/data-files';
import { type ReportFiles, verifyReport } from '../report/manifest';
import type { ReportKey } from '../report/report-key';
import { ReportRefusedError } from '../report/report-refused';
import type { Tally } from './changes';

/** Reports that are not whole, by location: what is missing or changed, in words. */
export type Damage = ReadonlyMap<string, string>;

/** Reports read at once; each takes two connections. */
const CONCURRENCY = 10;

/** The two control files of a report, and its data files. */
export interface FilesOfReports {
  readonly read: (key: ReportKey) => Promise<ReportFiles>;
  readonly check: FileCheck;
}

/**
 * Finds the reports that are not whole: a control file or a data file is gone or changed. A report that AWS refuses to read is counted
 * as `failed` and is not among them.
 *
 * Costs two `GetObject` per report, and what `check` costs.
 */
export async function findDamaged(
  keys: readonly ReportKey[],
  { read, check }: FilesOfReports,
  tally: Tally,
): Promise<Damage> {
  const damaged = new Map<string, string>();
  const look = async (key: ReportKey) => {
    try {
      const damage = await check(verifyReport(key, await read(key)));
      if (damage !== undefined) damaged.set(key.location, damage);
    } catch (error) {
      if (!(error instanceof Orgs3Error)) throw error;
      const damage = damageIn(error);
      if (damage === undefined) tally.change({ kind: 'failed', buckets: [key.bucket], error });
      else damaged.set(key.location, damage);
    }
  };
  await pMap(keys, look, { concurrency: CONCURRENCY });
  return damaged;
}

function damageIn(error: Orgs3Error): string | undefined {
  if (error instanceof ReportRefusedError) return error.message;
  if (!(error instanceof AwsCallError) || error.code !== 'NoSuchKey') return undefined;
  return `${error.target.resource ?? 'its manifest or checksum'} is gone`;
}
