import { GlueClient } from '@aws-sdk/client-glue';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Config } from '../../core/config/schema';
import { DATABASE } from '../../core/names/names';
import type { PublishSteps } from '../../core/publish/publish-buckets';
import { awsCallError, clientOptions } from '../aws/aws';
import { GlueCatalog } from '../aws/catalog';
import { bucketsParquet } from '../duckdb/buckets';
import { once } from '../aws/once';

/** The steps of publishing that call AWS or DuckDB; `close` ends their connections. */
export interface PublishCalls extends Omit<PublishSteps, 'onProgress'> {
  close(): void;
}

/** Calls S3 and Glue of the destination account with the caller's own credentials, in any Region. */
export function publishCalls({ destination, emulator }: Config, signal: AbortSignal): PublishCalls {
  const { account } = destination;
  const clients: { destroy(): void }[] = [];
  const kept = <Client extends { destroy(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  const access = (region: string) => clientOptions({ region, endpoint: emulator?.endpoint });
  const s3 = once((region) => kept(new S3Client({ ...access(region), forcePathStyle: emulator !== undefined })));
  const glue = once((region) => kept(new GlueClient(access(region))));
  return {
    toParquet: (rows) => bucketsParquet(rows, signal),
    catalog: (region) => new GlueCatalog(glue(region), { account, region, database: DATABASE }),
    putObject: (region, bucket, key, content) => put(s3(region), { account, region, bucket, key, content, signal }),
    close: () => {
      for (const client of clients) client.destroy();
    },
  };
}

interface Upload {
  /** Must own the bucket. */
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly key: string;
  readonly content: Uint8Array | string;
  readonly signal: AbortSignal;
}

/** With S3's own keys, whatever the bucket's default is: the key of the reports lets nobody encrypt but S3's inventory. */
async function put(s3: S3Client, { account, region, bucket, key, content, signal }: Upload): Promise<void> {
  const command = new PutObjectCommand({
    ...{ Bucket: bucket, Key: key, Body: content, ExpectedBucketOwner: account },
    ServerSideEncryption: 'AES256',
  });
  try {
    await s3.send(command, { abortSignal: signal });
  } catch (error) {
    const gone = error instanceof Error && error.name === 'NoSuchBucket';
    const next = gone ? `apply the stack collector-${region}: it makes the bucket` : undefined;
    throw awsCallError('PutObject', { account, region, bucket, resource: key }, error, next);
  }
}
