import type { AwsCall } from './aws-call';

/** A permission that a call needs: an action on a resource. */
export interface NeededPermission {
  /** For example `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` for an action without a resource. */
  readonly resource: string;
  /** Condition keys of this call, apart from those of the caller. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** The caller's account, organization and workgroups, as far as permissions depend on them. */
export interface Caller {
  /** The caller's account: 12 digits. */
  readonly account: string;
  /** The ARN of the calling user or role. */
  readonly identityArn: string;
  /** The organization's id, `o-…`. */
  readonly organization: string;
  readonly managementAccount: string;
  /** Finds the workgroup of a named query or of a query execution. */
  readonly workgroupOf: (id: string) => string;
}

/** The first of these parameters that is a text; empty if there is none. */
export function parameter({ parameters }: AwsCall, ...names: readonly string[]): string {
  for (const name of names) {
    const value = parameters[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}
