import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../../core/config/schema';
import { DATABASE } from '../../core/names/names';
import type { PublishSteps } from '../../core/publish/publish-buckets';
import { abortedBy, awsCall } from '../aws/aws-call';
import { GlueCatalog } from '../aws/catalog';
import { glueClient } from '../aws/glue-database';
import { once } from '../aws/once';
import { stackName } from '../../core/names/stack-names';
import { OpenClients } from '../aws/open-clients';
import { s3Client } from '../aws/s3-client';
import { bucketsParquet } from '../duckdb/buckets';

/** The steps of publishing that call AWS or DuckDB; `close` ends their connections. */
export interface PublishCalls extends Omit<PublishSteps, 'onProgress'> {
  close(): void;
}

/** Calls S3 and Glue of the destination account with the caller's own credentials, in any Region. */
export function publishCalls({ destination, emulator }: Config, signal: AbortSignal): PublishCalls {
  const { account } = destination;
  const clients = new OpenClients();
  const access = (region: string) => ({ region, endpoint: emulator?.endpoint });
  const s3 = once((region) => clients.keep(s3Client(access(region))));
  const glue = once((region) => clients.keep(glueClient(access(region))));
  return {
    toParquet: (rows) => bucketsParquet(rows, signal),
    catalog: (region) => new GlueCatalog(glue(region), { account, region, database: DATABASE }),
    putObject: (region, bucket, key, content) => put(s3(region), { account, region, bucket, key, content, signal }),
    close: () => clients.close(),
  };
}

interface Upload {
  /** Account that must own the bucket: 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
  readonly content: Uint8Array | string;
  readonly signal: AbortSignal;
}

/** Writes an object, encrypted by S3 whatever the bucket's default is: the KMS key of the reports lets S3 Inventory alone encrypt. */
async function put(s3: S3Client, { account, region, bucket, key, content, signal }: Upload): Promise<void> {
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: content,
    ExpectedBucketOwner: account,
    ServerSideEncryption: 'AES256',
  });
  const call = {
    operation: 'PutObject',
    target: { account, region, bucket, resource: key },
    next: (code: string) =>
      code === 'NoSuchBucket' ? `Apply the stack ${stackName.collector(region)}: it makes the bucket.` : undefined,
  };
  await awsCall(call, () => s3.send(command, abortedBy(signal)));
}
