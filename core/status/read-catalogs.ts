import pMap from 'p-map';
import type { CatalogPartition } from '../catalog/catalog';
import { tableSpec } from '../catalog/tables';
import { AwsCallError, Orgs3Error } from '../errors';
import { REPORT_FORMATS } from '../report/fields';
import { DATABASE } from '../names/names';
import { answerOf } from '../refusals/refusal';
import type { SelectedBucket } from '../organization/selection';
import type { ReadError } from '../organization/snapshot';
import { type NewestReport, newestReports } from './newest-reports';

/** A Region whose catalog could not be read. */
export interface CatalogFailure {
  readonly region: string;
  readonly error: ReadError;
  /** What to do about it. */
  readonly next: string;
}

/** What the catalogs tell. */
export interface Catalogs {
  /** A bucket's newest report; `unknown` where its Region's catalog could not be read. */
  readonly newest: (bucket: SelectedBucket) => NewestReport | 'unknown';
  /** In the order of the Regions. */
  readonly failures: readonly CatalogFailure[];
}

export interface CatalogsToRead {
  readonly regions: readonly string[];
  /** The account that owns the catalogs: 12 digits. */
  readonly account: string;
  /** How many Regions at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/** Every partition of a table; none where there is no such table. Rejects with an `AwsCallError` where AWS refuses. */
export type ReadPartitions = (
  region: string,
  table: string,
  signal: AbortSignal,
) => Promise<readonly CatalogPartition[]>;

/**
 * Reads which report of every bucket is the newest registered one, in each Region. A Region that AWS refuses stops nothing:
 * its reports are then unknown, all of them, since a part of its tables could make an old report look like the newest.
 */
export async function readCatalogs(
  { regions, account, concurrency, signal }: CatalogsToRead,
  readPartitions: ReadPartitions,
): Promise<Catalogs> {
  const newestIn = new Map<string, ReturnType<typeof newestReports>>();
  const readRegion = async (region: string): Promise<CatalogFailure[]> => {
    try {
      const tables = REPORT_FORMATS.map((format) => tableSpec('latest', format).name);
      const partitions = await Promise.all(tables.map((table) => readPartitions(region, table, signal)));
      newestIn.set(region, newestReports(partitions.flat()));
      return [];
    } catch (error) {
      if (!(error instanceof Orgs3Error)) throw error;
      return [failureOf(region, account, error)];
    }
  };
  const failures = await pMap(regions, readRegion, { concurrency, signal });
  return { newest: (bucket) => newestIn.get(bucket.region)?.(bucket) ?? 'unknown', failures: failures.flat() };
}

function failureOf(region: string, account: string, error: Orgs3Error): CatalogFailure {
  if (error instanceof AwsCallError) {
    return { region, error: answerOf(error), next: hint(error.code, account) };
  }
  const told = { operation: 'GetPartitions', code: 'UnusablePartition', message: error.message };
  return { region, error: told, next: error.next ?? REPEAT };
}

const REPEAT = 'Repeat the command.';

function hint(code: string, account: string): string {
  if (/ExpiredToken|InvalidClientTokenId|UnrecognizedClient|CredentialsProviderError/.test(code)) {
    return 'AWS did not take your own credentials there: sign in again. If other Regions answer, this one may be switched off in the destination account.';
  }
  if (!/AccessDenied/.test(code)) return REPEAT;
  return (
    `Use credentials of the destination account ${account} that allow glue:GetPartitions on its catalog, the database ` +
    `${DATABASE} and its tables. Where Lake Formation governs the tables, it must grant you SELECT on them. "orgs3 policy auditor" prints what status needs.`
  );
}
