import pMap from 'p-map';
import { AwsCallError, Orgs3Error } from '../errors';
import { destinationBucketName } from '../names/names';
import type { SelectedBucket } from '../organization/selection';
import { answerOf } from '../refusals/refusal';
import { reportKeyAt } from '../report/report-location';
import { byText } from '../text/order';
import type { CatalogFailure, Catalogs } from './read-catalogs';

/** Calls to the destination buckets. */
export interface FileSteps {
  /** Keys of a Region's destination bucket that begin so. Rejects with an `AwsCallError` where AWS refuses. */
  readonly keysBeginning: (region: string, prefix: string, signal: AbortSignal) => Promise<readonly string[]>;
}

/** Files of the newest reports. */
export interface FilesOfNewest {
  /** File names that the newest report of a bucket lacks; none where the bucket has no report, or where S3 refused. */
  readonly missing: (bucket: SelectedBucket) => readonly string[];
  /** One per Region where S3 refused a call, in the order of the Regions. */
  readonly failures: readonly CatalogFailure[];
}

export interface FilesToCheck {
  readonly buckets: readonly SelectedBucket[];
  readonly catalogs: Pick<Catalogs, 'location'>;
  /** The account that owns the destination buckets: 12 digits. */
  readonly account: string;
  /** Maximum number of buckets that are looked at at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/**
 * Looks whether the newest report of each bucket still has its manifest, its checksum and its `symlink.txt`. Data files are not looked
 * for, as only the manifest names them.
 *
 * Costs two `ListObjectsV2` per bucket with a report.
 */
export async function checkFiles(
  { buckets, catalogs, account, concurrency, signal }: FilesToCheck,
  { keysBeginning }: FileSteps,
): Promise<FilesOfNewest> {
  const missing = new Map<SelectedBucket, readonly string[]>();
  const failures = new Map<string, CatalogFailure>();
  const look = async (bucket: SelectedBucket) => {
    const { region } = bucket;
    const location = catalogs.location(bucket) ?? '';
    const key = reportKeyAt({ location }, destinationBucketName(region, account));
    if (key === undefined || failures.has(region)) return;
    const { manifestKey, checksumKey, folder, dt } = key;
    const symlink = `${folder}hive/dt=${dt}/symlink.txt`;
    try {
      const found = new Set([
        ...(await keysBeginning(region, manifestKey.replace(/json$/, ''), signal)),
        ...(await keysBeginning(region, symlink, signal)),
      ]);
      missing.set(
        bucket,
        [manifestKey, checksumKey, symlink]
          .filter((file) => !found.has(file))
          .map((file) => file.split('/').at(-1) ?? ''),
      );
    } catch (error) {
      if (!(error instanceof Orgs3Error)) throw error;
      failures.set(region, failureOf(region, account, error));
    }
  };
  await pMap(buckets, look, { concurrency, signal });
  return {
    missing: (bucket) => missing.get(bucket) ?? [],
    failures: [...failures.values()].sort((a, b) => byText(a.region, b.region)),
  };
}

function failureOf(region: string, account: string, error: Orgs3Error): CatalogFailure {
  const next =
    error instanceof AwsCallError && /AccessDenied/.test(error.code)
      ? `Use credentials of the destination account ${account} that allow s3:ListBucket on its destination buckets.`
      : 'Repeat the command.';
  if (error instanceof AwsCallError) return { region, error: answerOf(error), next };
  return { region, error: { operation: 'ListObjectsV2', code: error.name, message: error.message }, next };
}
