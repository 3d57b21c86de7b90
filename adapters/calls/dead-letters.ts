import { SQSClient } from '@aws-sdk/client-sqs';
import type { Config } from '../../core/config/schema';
import type { EventQueue } from '../../core/dead-letters/event-queue';
import type { ListSteps } from '../../core/dead-letters/list-dead-letters';
import type { RedriveSteps } from '../../core/dead-letters/redrive';
import { regionOfDestination } from '../../core/names/names';
import { checkCopy } from '../../core/asset-register/copy-report';
import { clientOptions } from '../aws/client-options';
import { DeadLetterQueue } from '../aws/dead-letter-queue';
import { once } from '../aws/once';
import { OpenClients } from '../aws/open-clients';
import { ReportCopies } from '../aws/report-copies';
import { ReportsClient } from '../aws/reports';
import { s3Client } from '../aws/s3-client';

/** The steps of listing and moving dead letters that call AWS; `close` ends their connections. */
export interface DeadLetterCalls extends Omit<ListSteps & RedriveSteps, 'onProgress'> {
  close(): void;
}

/** Calls SQS and S3 of the destination account with the caller's own credentials, in any Region. */
export function deadLetterCalls({ destination, emulator }: Config, about: EventQueue): DeadLetterCalls {
  const { account, homeRegion } = destination;
  const clients = new OpenClients();
  const access = (region: string) => ({ region, endpoint: emulator?.endpoint });
  const queue = once((region) => {
    const sqs = clients.keep(new SQSClient(clientOptions(access(region))));
    return new DeadLetterQueue(sqs, { account, region }, about.deadLetters);
  });
  const s3 = once((region) => clients.keep(s3Client(access(region))));
  const reports = (region: string) => new ReportsClient(s3(region), { destinationAccount: account, region });
  const copiesIn = (bucket: string) =>
    new ReportCopies(s3(homeRegion), {
      bucket,
      account,
      region: homeRegion,
      sourceClient: (source) => s3(regionOfDestination(source) ?? homeRegion),
    });
  const { copiesBucket } = about;
  return {
    countMessages: (region, signal) => queue(region).count(signal),
    receiveMessages: (region, limit, signal) => queue(region).receive(limit, signal),
    startMove: (region, signal) => queue(region).startMove(signal),
    readReport: (region, key) => reports(region).read(key),
    checkFiles: copiesBucket === undefined ? undefined : (report) => checkCopy(report, copiesIn(copiesBucket)),
    close: () => clients.close(),
  };
}
