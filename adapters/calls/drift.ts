import type { S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../../core/config/schema';
import type { DriftSteps } from '../../core/drift/check-organization';
import { readingSessionPolicy } from '../../core/policies/access';
import { listBuckets } from '../aws/buckets';
import { listInventoryConfigurations } from '../aws/inventory-configurations';
import { once } from '../aws/once';
import { OpenClients } from '../aws/open-clients';
import { s3ClientOfMany } from '../aws/s3-client';
import { accountCredentials, stsClient } from '../aws/sessions';

/** The steps of a comparison that call AWS; `close` ends their connections. */
export interface DriftCalls extends Omit<DriftSteps, 'onProgress'> {
  close(): void;
}

/**
 * Makes calls through the role in every account: one AssumeRole per account, one S3 client per account and Region. The
 * sessions may only read.
 *
 * @param connections the most that are open to one host at a time
 */
export function driftCalls({ access, destination, emulator }: Config, connections: number): DriftCalls {
  const where = { region: destination.homeRegion, endpoint: emulator?.endpoint };
  const { roleName, externalId, sessionTags } = access;
  const sts = stsClient(where);
  const session = { ...where, roleName, externalId, sessionTags, policy: readingSessionPolicy(where.region), sts };
  const credentials = once((account) => accountCredentials({ ...session, account }));
  const clients = new OpenClients();
  clients.keep(sts);
  let sharedWith: S3Client | undefined;
  const client = once((place) => {
    const [account = '', region = ''] = place.split(' ');
    const s3 = s3ClientOfMany({ ...where, region, credentials: credentials(account) }, { connections, sharedWith });
    sharedWith ??= s3;
    return clients.keep(s3);
  });
  return {
    open: async (account) => void (await credentials(account)()),
    readConfigurations: (bucket, signal) =>
      listInventoryConfigurations(client(`${bucket.account} ${bucket.region}`), bucket, signal),
    listBuckets: (account, signal) =>
      listBuckets({ access: { ...where, credentials: credentials(account) }, account, signal }),
    close: () => clients.close(),
  };
}
