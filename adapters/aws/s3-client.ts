import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { type AwsAccess, clientOptions, withoutCallLog } from './client-options';

type S3Options = Pick<
  S3ClientConfig,
  'followRegionRedirects' | 'forcePathStyle' | 'requestHandler' | 'responseChecksumValidation'
>;

/** A client of S3 in one Region. An emulator has no host name per bucket, so that its buckets are named in the path. */
export const s3Client = (access: AwsAccess, options: S3Options = {}): S3Client =>
  withoutCallLog(new S3Client({ ...clientOptions(access), forcePathStyle: access.endpoint !== undefined, ...options }));

/** A client for an account's buckets of all Regions: where S3 names another Region, the client repeats the call there. */
export const s3ClientForAllRegions = (access: AwsAccess): S3Client => s3Client(access, { followRegionRedirects: true });

/** A client that reads manifests. It skips S3's own checksums, because each manifest is compared with `manifest.checksum`. */
export const manifestS3Client = (access: AwsAccess): S3Client =>
  s3Client(access, { responseChecksumValidation: 'WHEN_REQUIRED' });

/** The connections of a client that is one of many. */
export interface SharedConnections {
  /** The most that are open to one host at a time. */
  readonly connections: number;
  /** A client that shares its connections: thousands of clients with their own would hold tens of thousands of sockets. */
  readonly sharedWith: S3Client | undefined;
}

/** A client that is one of many. Names buckets in the path: a host name per bucket costs a look-up, a TLS handshake and a socket each. */
export const s3ClientOfMany = (access: AwsAccess, { connections, sharedWith }: SharedConnections): S3Client =>
  s3Client(access, {
    forcePathStyle: true,
    requestHandler: sharedWith?.config.requestHandler ?? {
      httpAgent: { keepAlive: true, maxSockets: connections },
      httpsAgent: { keepAlive: true, maxSockets: connections },
    },
  });
