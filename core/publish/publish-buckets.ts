import pMap from 'p-map';
import type { Catalog } from '../catalog/catalog';
import { Orgs3Error } from '../errors';
import { withPolicyHint } from '../refusals/policy-hint';
import { BUCKETS_FOLDER, BUCKETS_TABLE, destinationBucketName } from '../names/names';
import type { BucketRow } from './bucket-rows';
import { type BucketsTablePlan, planBucketsTable } from './buckets-table';

/** Calls of publishing to AWS and DuckDB. */
export interface PublishSteps {
  /** Converts rows to one Parquet file. */
  toParquet(rows: readonly BucketRow[]): Promise<Uint8Array>;
  /** Puts an object into a bucket of the destination account. */
  putObject(region: string, bucket: string, key: string, content: Uint8Array | string): Promise<void>;
  /** The Glue database of a Region. */
  catalog(region: string): Catalog;
  onProgress(done: number, total: number): void;
}

/** The published table `buckets` of one Region. */
export interface PublishedTable {
  readonly region: string;
  /** Folder of the table's `symlink.txt`: `s3://…/`. */
  readonly location: string;
  readonly buckets: number;
  /** Size of the data file. */
  readonly bytes: number;
  /** Action on the catalog: `none` where the table was up to date. */
  readonly table: BucketsTablePlan['action'];
}

/** A Region whose table could not be written, with the error. */
export interface PublishFailure {
  readonly region: string;
  readonly error: Orgs3Error;
}

const REGIONS_AT_ONCE = 8;
/** Maximum number of attempts to write a table that others change at the same time. */
const ATTEMPTS = 3;

/**
 * Writes the buckets of each Region to its destination bucket, and creates or updates the table over them. The data file is
 * written first and the table last, so that there is never a table without data. A Region that fails does not stop the others.
 *
 * Costs two `PutObject` and one `GetTable` per Region, and one more call to create or update the table.
 *
 * @param account the destination account
 * @throws any error that is not an `Orgs3Error`
 */
export async function publishBuckets(
  account: string,
  rows: ReadonlyMap<string, readonly BucketRow[]>,
  steps: PublishSteps,
): Promise<{ readonly published: readonly PublishedTable[]; readonly failures: readonly PublishFailure[] }> {
  const published: PublishedTable[] = [];
  const failures: PublishFailure[] = [];
  let done = 0;
  await pMap(
    rows,
    async ([region, ofRegion]) => {
      try {
        published.push(await publishRegion(account, region, ofRegion, steps));
      } catch (refusal) {
        const error = withPolicyHint(refusal, 'operator');
        if (!(error instanceof Orgs3Error)) throw error;
        failures.push({ region, error });
      }
      steps.onProgress((done += 1), rows.size);
    },
    { concurrency: REGIONS_AT_ONCE },
  );
  const regions = [...rows.keys()];
  const inOrder = (a: { region: string }, b: { region: string }) =>
    regions.indexOf(a.region) - regions.indexOf(b.region);
  return { published: published.sort(inOrder), failures: failures.sort(inOrder) };
}

async function publishRegion(
  account: string,
  region: string,
  rows: readonly BucketRow[],
  steps: PublishSteps,
): Promise<PublishedTable> {
  const bucket = destinationBucketName(region, account);
  const data = `${BUCKETS_FOLDER}data/buckets.parquet`;
  const content = await steps.toParquet(rows);
  await steps.putObject(region, bucket, data, content);
  await steps.putObject(region, bucket, `${BUCKETS_FOLDER}symlink.txt`, `s3://${bucket}/${data}\n`);
  const location = `s3://${bucket}/${BUCKETS_FOLDER}`;
  const table = await ensureTable(steps.catalog(region), region, location);
  return { region, location, buckets: rows.length, bytes: content.length, table };
}

async function ensureTable(catalog: Catalog, region: string, location: string): Promise<BucketsTablePlan['action']> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const existing = await catalog.readTable(BUCKETS_TABLE);
    const { action, input } = planBucketsTable(existing, location);
    if (action === 'none') return action;
    const written =
      action === 'create' ? await catalog.createTable(input, []) : await catalog.updateTable(input, existing?.version);
    if (written === 'done') return action;
  }
  throw new Orgs3Error(
    `Table ${catalog.database}.${BUCKETS_TABLE} in ${region} was changed by another writer during each of ${ATTEMPTS} attempts`,
    { next: 'Run "orgs3 publish" again.' },
  );
}
