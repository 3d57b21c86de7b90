import type { CatalogPartition } from '../../core/catalog/catalog';
import type { Config } from '../../core/config/schema';
import { destinationBucketName } from '../../core/names/names';
import type { StatusSteps } from '../../core/status/check-status';
import { catalogReader, type CatalogReader } from '../aws/catalog-reader';
import { glueClient, isNotThere } from '../aws/glue-database';
import { sizesBelow } from '../aws/object-sizes';
import { once } from '../aws/once';
import { OpenClients } from '../aws/open-clients';
import { s3ClientOfMany } from '../aws/s3-client';
import { driftCalls } from './drift';

/** The steps of a status that call AWS; `close` ends their connections. */
export interface StatusCalls extends Omit<StatusSteps, 'onProgress'> {
  close(): void;
}

/**
 * Calls S3 through the role in every account, and the catalogs of the destination account with the caller's own credentials.
 *
 * @param connections the most that are open to one host at a time
 */
export function statusCalls(config: Config, connections: number): StatusCalls {
  const { destination, emulator } = config;
  const drift = driftCalls(config, connections);
  const clients = new OpenClients();
  const catalog = once((region) => {
    const access = { region, endpoint: emulator?.endpoint, account: destination.account };
    return catalogReader(access, clients.keep(glueClient(access)));
  });
  const s3 = once((region) => {
    const access = { region, endpoint: emulator?.endpoint };
    return clients.keep(s3ClientOfMany(access, { connections, sharedWith: undefined }));
  });
  return {
    ...drift,
    readTableNames: async (region, signal) => (await catalog(region).readTables(signal)).map(({ name }) => name),
    readPartitions: (region, table, signal) => readIfThere(catalog(region), table, signal),
    keysBeginning: async (region, folder, signal) => {
      signal.throwIfAborted();
      const bucket = destinationBucketName(region, destination.account);
      return [...(await sizesBelow(s3(region), { bucket, account: destination.account, region, folder })).keys()];
    },
    close: () => {
      drift.close();
      clients.close();
    },
  };
}

/** Reads a table's partitions; none where somebody has dropped the table a moment ago. */
async function readIfThere(catalog: CatalogReader, table: string, signal: AbortSignal): Promise<CatalogPartition[]> {
  try {
    return await catalog.readPartitions(table, signal);
  } catch (error) {
    if (isNotThere(error)) return [];
    throw error;
  }
}
