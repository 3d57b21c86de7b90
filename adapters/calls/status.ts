import { GlueClient } from '@aws-sdk/client-glue';
import type { CatalogPartition } from '../../core/catalog/catalog';
import type { Config } from '../../core/config/schema';
import { AwsCallError } from '../../core/errors';
import type { StatusSteps } from '../../core/status/check-status';
import { clientOptions } from '../aws/aws';
import { driftCalls } from './drift';
import { once } from '../aws/once';
import { catalogReader, type CatalogReader } from '../aws/partitions';

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
  const clients: GlueClient[] = [];
  const catalog = once((region) => {
    const access = { region, endpoint: emulator?.endpoint, account: destination.account };
    const client = new GlueClient(clientOptions(access));
    clients.push(client);
    return catalogReader(access, client);
  });
  return {
    ...drift,
    readPartitions: (region, table, signal) => readIfThere(catalog(region), table, signal),
    close: () => {
      drift.close();
      for (const client of clients) client.destroy();
    },
  };
}

/** A table is made when its first report arrives: one that is not there holds none. */
async function readIfThere(catalog: CatalogReader, table: string, signal: AbortSignal): Promise<CatalogPartition[]> {
  try {
    const partitions = await catalog.readPartitions(table, signal);
    return partitions.map((partition) => ({ parameters: {}, ...partition }));
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'EntityNotFoundException') return [];
    throw error;
  }
}
