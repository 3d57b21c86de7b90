import type { S3Client } from '@aws-sdk/client-s3';
import { regionOfDestination } from '../../core/names/names';
import type { ReportKey, ReportScope } from '../../core/report/report-key';
import { copyReport } from '../../core/asset-register/copy-report';
import type { CopyPolicy } from '../../core/asset-register/location-of';
import type { AssetRegisterSteps } from '../../core/asset-register/register-assets';
import { rivals } from '../../core/asset-register/rivals';
import { glueCatalog } from '../aws/catalog';
import type { AwsAccess } from '../aws/client-options';
import { once } from '../aws/once';
import { OpenClients } from '../aws/open-clients';
import { ReportCopies } from '../aws/report-copies';
import { ReportsClient } from '../aws/reports';
import { newerReports } from '../aws/reports-in-folder';
import { manifestS3Client } from '../aws/s3-client';

/** The place of the asset register's tables and copies, and the reports that it shows. */
export interface AssetRegisterPlace extends AwsAccess {
  /** Account that owns the register and the destination buckets: 12 digits. */
  readonly account: string;
  readonly database: string;
  /** The folder of the register's tables; ends in `/`. */
  readonly location: string;
  readonly copies: CopyPolicy;
  /** Returns the place of a Region's reports. */
  readonly scopeOf: (region: string) => ReportScope;
}

/** Clients and steps that register reports in the asset register. */
export interface AssetRegisterCalls {
  readonly steps: AssetRegisterSteps;
  /** Returns the client of a Region: S3 redirects a call about another Region's bucket. */
  readonly s3: (region: string) => S3Client;
  /** Ends the connections. */
  close(): void;
}

/** Makes the clients and steps, for the register's Lambdas and for `orgs3 reconcile --register`. */
export function assetRegisterCalls(place: AssetRegisterPlace): AssetRegisterCalls {
  const { account, database, region, endpoint, location, copies, scopeOf } = place;
  const clients = new OpenClients();
  const s3 = once((each: string) => clients.keep(manifestS3Client({ region: each, endpoint })));
  const catalog = glueCatalog({ region, endpoint }, account, database);
  const reports = once((each: string) => new ReportsClient(s3(each), { destinationAccount: account, region: each }));
  const regionOf = ({ destinationBucket }: ReportKey) => regionOfDestination(destinationBucket) ?? region;
  const sourceClient = (bucket: string) => s3(regionOfDestination(bucket) ?? region);
  const store = new ReportCopies(s3(region), { bucket: copies.bucket, account, region, sourceClient });
  return {
    s3,
    close: () => {
      clients.close();
      catalog.close();
    },
    steps: {
      catalog,
      location,
      place: copies.mode === 'copy' ? (report, check) => copyReport(report, store, check) : undefined,
      read: (key) => reports(regionOf(key)).read(key),
      rivals: async (key) => {
        const source = { account, region: regionOf(key) };
        return rivals(key, await newerReports(s3(source.region), key, source), scopeOf(source.region));
      },
    },
  };
}
