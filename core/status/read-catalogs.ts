import pMap from 'p-map';
import type { CatalogPartition } from '../catalog/catalog';
import { specOf } from '../catalog/tables';
import { AwsCallError, Orgs3Error } from '../errors';
import { DATABASE } from '../names/names';
import { signInHint } from '../refusals/known-answers';
import { answerOf } from '../refusals/refusal';
import type { SelectedBucket } from '../organization/selection';
import type { ReadError } from '../organization/snapshot';
import { type NewestReport, newestReports, type RegionReports } from './newest-reports';

/** A Region whose catalog could not be read. */
export interface CatalogFailure {
  readonly region: string;
  readonly error: ReadError;
  /** Instruction for the person who runs the command. */
  readonly next: string;
}

/** Newest reports from the catalogs of several Regions. */
export interface Catalogs {
  /** Newest report of a bucket; `unknown` where the catalog of its Region could not be read. */
  readonly newest: (bucket: SelectedBucket) => NewestReport | 'unknown';
  /** Location of the newest report; `undefined` where it is not known. */
  readonly location: (bucket: SelectedBucket) => string | undefined;
  /** In the order of the Regions. */
  readonly failures: readonly CatalogFailure[];
}

export interface CatalogsToRead {
  readonly regions: readonly string[];
  /** The account that owns the catalogs: 12 digits. */
  readonly account: string;
  /** Maximum number of Regions that are read at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/** Calls to the catalogs. All reject with an `AwsCallError` where AWS refuses. */
export interface CatalogSteps {
  /** Names of all tables; none where there is no database. */
  readonly readTableNames: (region: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** Every partition of a table. */
  readonly readPartitions: (region: string, table: string, signal: AbortSignal) => Promise<readonly CatalogPartition[]>;
}

/**
 * Reads the newest registered report of every bucket, in each Region. A Region that AWS refuses does not stop the others. All its
 * reports are then unknown: if one of its tables could not be read, an older report in another table could look like the newest.
 */
export async function readCatalogs(
  { regions, account, concurrency, signal }: CatalogsToRead,
  { readTableNames, readPartitions }: CatalogSteps,
): Promise<Catalogs> {
  const newestIn = new Map<string, RegionReports>();
  const readRegion = async (region: string): Promise<CatalogFailure[]> => {
    try {
      const tables = (await readTableNames(region, signal)).filter((name) => specOf('latest', name) !== undefined);
      const partitions = await Promise.all(tables.map((table) => readPartitions(region, table, signal)));
      newestIn.set(region, newestReports(partitions.flat()));
      return [];
    } catch (error) {
      if (!(error instanceof Orgs3Error)) throw error;
      return [failureOf(region, account, error)];
    }
  };
  const failures = await pMap(regions, readRegion, { concurrency, signal });
  return {
    newest: (bucket) => newestIn.get(bucket.region)?.newest(bucket) ?? 'unknown',
    location: (bucket) => newestIn.get(bucket.region)?.location(bucket),
    failures: failures.flat(),
  };
}

function failureOf(region: string, account: string, error: Orgs3Error): CatalogFailure {
  if (error instanceof AwsCallError) {
    return { region, error: answerOf(error), next: hint(error.code, account) };
  }
  const unusable = { operation: 'GetPartitions', code: 'UnusablePartition', message: error.message };
  return { region, error: unusable, next: error.next ?? REPEAT };
}

const REPEAT = 'Repeat the command.';

function hint(code: string, account: string): string {
  const signIn = signInHint(code);
  if (signIn !== undefined) return signIn;
  if (!/AccessDenied/.test(code)) return REPEAT;
  return (
    `Use credentials of the destination account ${account} that allow glue:GetPartitions on its catalog, the database ` +
    `${DATABASE} and its tables. Where Lake Formation governs the tables, it must grant you SELECT on them. "orgs3 policy auditor" prints what status needs.`
  );
}
