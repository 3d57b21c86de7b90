import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '../core/config/schema';
import type { ListSteps } from '../core/dead-letters/list-dead-letters';
import type { RedriveSteps } from '../core/dead-letters/redrive';
import { clientOptions } from './aws';
import { DeadLetterQueue } from './dead-letter-queue';
import { once } from './once';
import { ReportsClient } from './reports';

/** The steps of listing and redriving that call AWS; `close` ends their connections. */
export interface DeadLetterCalls extends Omit<ListSteps & RedriveSteps, 'onProgress'> {
  close(): void;
}

/** Calls SQS and S3 of the destination account with the caller's own credentials, in any Region. */
export function deadLetterCalls({ destination, emulator }: Config): DeadLetterCalls {
  const { account } = destination;
  const clients: { destroy(): void }[] = [];
  const kept = <Client extends { destroy(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  const access = (region: string) => clientOptions({ region, endpoint: emulator?.endpoint });
  const queue = once((region) => new DeadLetterQueue(kept(new SQSClient(access(region))), { account, region }));
  const reports = once((region) => {
    const s3 = new S3Client({ ...access(region), forcePathStyle: emulator !== undefined });
    return new ReportsClient(kept(s3), { destinationAccount: account, region });
  });
  return {
    countMessages: (region, signal) => queue(region).count(signal),
    receiveMessages: (region, limit, signal) => queue(region).receive(limit, signal),
    startMove: (region, signal) => queue(region).startMove(signal),
    readReport: (region, key) => reports(region).read(key),
    close: () => {
      for (const client of clients) client.destroy();
    },
  };
}
