/**
 * Base class of every error that this project throws on purpose. The message says what was found and why it cannot work.
 * `next` is an instruction: it starts with a capital letter, and is absent where there is nothing to do. Any other error is
 * a defect and is shown with its stack.
 */
export class Orgs3Error extends Error {
  override name = 'Orgs3Error';
  readonly next: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly next?: string } = {}) {
    super(message, options);
    this.next = options.next;
  }
}

/** Target of a call to AWS. The message names each part that is given. Account ids are strings of 12 digits. */
export interface CallTarget {
  readonly account?: string;
  readonly region?: string;
  readonly bucket?: string;
  readonly resource?: string;
}

/**
 * A call that AWS refused, or that failed after all retries. `code` is AWS's error name, e.g. `AccessDenied`; `answer` is AWS's
 * message; `cause` is the SDK's error.
 */
export class AwsCallError extends Orgs3Error {
  override name = 'AwsCallError';

  constructor(
    readonly operation: string,
    readonly target: CallTarget,
    readonly code: string,
    readonly answer: string,
    options: ErrorOptions & { readonly next?: string } = {},
  ) {
    super(`${operation}${describeTarget(target)} failed: ${code}: ${answer}`, options);
  }
}

function describeTarget({ resource, bucket, account, region }: CallTarget): string {
  const parts = [
    resource === undefined ? undefined : `of ${resource}`,
    bucket === undefined ? undefined : `on bucket ${bucket}`,
    account === undefined ? undefined : `in account ${account}`,
    region === undefined ? undefined : `in ${region}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`;
}
