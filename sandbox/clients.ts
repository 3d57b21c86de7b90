import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { clientOptions } from '../adapters/aws/client-options';
import { once } from '../adapters/aws/once';
import { TEST_CREDENTIALS } from './environment';

/**
 * The account and Region that a call is made from. Default account: the emulator's own, which is the destination
 * account.
 */
export interface Caller {
  readonly region: string;
  readonly account?: string;
}

/** Clients of the emulator. */
export type EmulatorClients = ReturnType<typeof emulatorClients>;

/**
 * Makes clients of the emulator for any account and Region; each is made once.
 *
 * @param front the address that the programs of this project call: the emulator, or a proxy before it
 */
export function emulatorClients(endpoint: string, front = endpoint) {
  const options = ({ region, account }: Caller) =>
    clientOptions({ region, endpoint, credentials: account === undefined ? TEST_CREDENTIALS : as(account) });
  const as = once((account: string) =>
    fromTemporaryCredentials({
      params: { RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`, RoleSessionName: 'sandbox' },
      masterCredentials: TEST_CREDENTIALS,
      clientConfig: { endpoint, region: 'us-east-1' },
    }),
  );
  return {
    endpoint,
    front,
    s3: perCaller((caller) => new S3Client({ ...options(caller), forcePathStyle: true })),
    sqs: perCaller((caller) => new SQSClient(options(caller))),
    lambda: perCaller((caller) => new LambdaClient(options(caller))),
    glue: perCaller((caller) => new GlueClient(options(caller))),
    athena: perCaller((caller) => new AthenaClient(options(caller))),
    organizations: perCaller((caller) => new OrganizationsClient(options(caller))),
  };
}

function perCaller<Client>(make: (caller: Caller) => Client): (caller: Caller) => Client {
  const known = new Map<string, Client>();
  return (caller) => {
    const key = `${caller.account} ${caller.region}`;
    const client = known.get(key) ?? make(caller);
    known.set(key, client);
    return client;
  };
}
