import type { ReportEncryption } from '../inventory/encryption';

/**
 * An inventory configuration as S3 has it, in the terms of `DesiredConfiguration`. Anybody may have made it, so it can hold
 * what ours never does: other formats, fields that are newer than this project, a destination without an account.
 */
export interface LiveConfiguration {
  readonly id: string;
  readonly enabled: boolean;
  readonly format: string | undefined;
  readonly frequency: string | undefined;
  readonly versions: string | undefined;
  /** In S3's order, which means nothing. */
  readonly fields: readonly string[];
  /** `undefined` without a filter; empty where there is a filter that lists everything. */
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
