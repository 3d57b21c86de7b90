import type { ReportEncryption } from '../inventory/encryption';

/**
 * An inventory configuration as stored in S3, in the terms of `DesiredConfiguration`. Other tools can create configurations, so
 * its values may be unknown here: other formats, newer fields, a destination without an account.
 */
export interface LiveConfiguration {
  readonly id: string;
  readonly enabled: boolean;
  readonly format: string | undefined;
  readonly frequency: string | undefined;
  readonly versions: string | undefined;
  /** In the order of S3, which has no meaning. */
  readonly fields: readonly string[];
  /** `undefined` without a filter; empty for a filter that lists everything. */
  readonly prefixFilter: string | undefined;
  readonly destination: {
    readonly bucketArn: string | undefined;
    /** 12 digits. */
    readonly account: string | undefined;
    readonly prefix: string | undefined;
  };
  /** `unknown` where S3 names an encryption that is neither SSE-S3 nor SSE-KMS. */
  readonly encryption: ReportEncryption | 'unknown';
}
