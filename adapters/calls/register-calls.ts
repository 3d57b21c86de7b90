import type { S3Client } from '@aws-sdk/client-s3';
import { regionOfDestination } from '../../core/names/names';
import type { ReportKey, ReportScope } from '../../core/report/report-key';
import { copyReport } from '../../core/asset-register/copy-report';
import type { CopyPolicy } from '../../core/asset-register/location-of';
import type { RegisterSteps } from '../../core/asset-register/register-assets';
import { rivals } from '../../core/asset-register/rivals';
import type { AwsAccess } from '../aws/aws';
import { glueCatalog } from '../aws/catalog';
import { once } from '../aws/once';
import { ReportCopies } from '../aws/report-copies';
import { ReportsClient, s3Client } from '../aws/reports';
import { newerReports } from '../aws/reports-in-folder';

/** Where the asset register is kept, and whose reports it shows. */
export interface RegisterPlace extends AwsAccess {
  /** Owns the register and the destination buckets: 12 digits. */
  readonly account: string;
  readonly database: string;
  /** The folder of the register's tables; ends in `/`. */
  readonly location: string;
  readonly copies: CopyPolicy;
  /** Where the reports of a Region are expected. */
  readonly scopeOf: (region: string) => ReportScope;
}

/** What AWS is called with to keep the register. */
export interface RegisterCalls {
  readonly steps: RegisterSteps;
  /** A client per Region: S3 sends a call about another Region's bucket away. */
  readonly s3: (region: string) => S3Client;
  /** Ends the connections. */
  close(): void;
}

/** Clients and steps of the register's Lambdas, and of the command that does the same. */
export function registerCalls(place: RegisterPlace): RegisterCalls {
  const { account, database, region, endpoint, location, copies, scopeOf } = place;
  const clients: S3Client[] = [];
  const s3 = once((each: string) => {
    const client = s3Client({ region: each, endpoint });
    clients.push(client);
    return client;
  });
  const catalog = glueCatalog({ region, endpoint }, account, database);
  const reports = once((each: string) => new ReportsClient(s3(each), { destinationAccount: account, region: each }));
  const regionOf = ({ destinationBucket }: ReportKey) => regionOfDestination(destinationBucket) ?? region;
  const sourceClient = (bucket: string) => s3(regionOfDestination(bucket) ?? region);
  const store = new ReportCopies(s3(region), { bucket: copies.bucket, account, region, sourceClient });
  return {
    s3,
    close: () => {
      for (const client of clients) client.destroy();
      catalog.close();
    },
    steps: {
      catalog,
      location,
      place: copies.mode === 'copy' ? (report) => copyReport(report, store) : undefined,
      read: (key) => reports(regionOf(key)).read(key),
      rivals: async (key) => {
        const source = { account, region: regionOf(key) };
        return rivals(key, await newerReports(s3(source.region), key, source), scopeOf(source.region));
      },
    },
  };
}
