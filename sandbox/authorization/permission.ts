import type { AwsCall } from './aws-call';

/** Something that a call must be allowed: an action on a resource. */
export interface NeededPermission {
  /** `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` where AWS knows no resource. */
  readonly resource: string;
  /** What AWS tells the policies of this call besides who makes it. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** What the permissions of a call depend on besides the call. */
export interface CallerPlace {
  /** The caller's account: 12 digits. */
  readonly account: string;
  /** The caller's own user or role. */
  readonly identityArn: string;
  /** `o-…`, and the account that it belongs to. */
  readonly organization: string;
  readonly managementAccount: string;
  /** The workgroup of a named query, or of a query that was started. */
  readonly workgroupOf: (id: string) => string;
}

/** A parameter of a call that is a text; empty where it is not there. */
export function parameter({ parameters }: AwsCall, ...names: readonly string[]): string {
  for (const name of names) {
    const value = parameters[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}
