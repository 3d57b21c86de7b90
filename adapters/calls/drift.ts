import { S3Client } from '@aws-sdk/client-s3';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { Config } from '../../core/config/schema';
import type { DriftSteps } from '../../core/drift/check-organization';
import { readingSessionPolicy } from '../../core/policies/access';
import { clientOptions } from '../aws/aws';
import { listBuckets } from '../aws/buckets';
import { listInventoryConfigurations } from '../aws/inventory-configurations';
import { once } from '../aws/once';
import { accountCredentials, stsClient } from '../aws/sessions';

/** The steps of a comparison that call AWS; `close` ends their connections. */
export interface DriftCalls extends Omit<DriftSteps, 'onProgress'> {
  close(): void;
}

/**
 * Calls through the role in every account: one AssumeRole per account, one S3 client per account and Region. The sessions
 * may do no more than read.
 *
 * @param connections the most that are open to one host at a time
 */
export function driftCalls({ access, destination, emulator }: Config, connections: number): DriftCalls {
  const where = { region: destination.homeRegion, endpoint: emulator?.endpoint };
  const { roleName, externalId, sessionTags } = access;
  const sts = stsClient(where);
  const session = { ...where, roleName, externalId, sessionTags, policy: readingSessionPolicy(where.region), sts };
  const credentials = once((account) => accountCredentials({ ...session, account }));
  const clients: S3Client[] = [];
  const client = once((place) => {
    const [account = '', region = ''] = place.split(' ');
    const made = s3Client({ ...where, region, credentials: credentials(account), connections, other: clients[0] });
    clients.push(made);
    return made;
  });
  return {
    open: async (account) => void (await credentials(account)()),
    readConfigurations: (bucket, signal) =>
      listInventoryConfigurations(client(`${bucket.account} ${bucket.region}`), bucket, signal),
    listBuckets: (account, signal) =>
      listBuckets({ access: { ...where, credentials: credentials(account) }, account, signal }),
    close: () => [sts, ...clients].forEach((each) => each.destroy()),
  };
}

interface ClientProps {
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly credentials: AwsCredentialIdentityProvider;
  readonly connections: number;
  /** Its connections are shared: thousands of clients with their own would hold tens of thousands of sockets. */
  readonly other: S3Client | undefined;
}

const s3Client = ({ region, endpoint, credentials, connections, other }: ClientProps) =>
  new S3Client({
    ...clientOptions({ region, endpoint, credentials }),
    // A host name per bucket would mean a look-up and a TLS handshake per bucket, and leave a socket open for each.
    forcePathStyle: true,
    requestHandler: other?.config.requestHandler ?? {
      httpAgent: { keepAlive: true, maxSockets: connections },
      httpsAgent: { keepAlive: true, maxSockets: connections },
    },
  });
