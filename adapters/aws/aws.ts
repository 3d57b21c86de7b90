import { isNativeError } from 'node:util/types';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { AwsCallError, type CallTarget } from '../../core/errors';

/** What every client of ours is made with. */
export interface AwsAccess {
  /** Region code, e.g. `eu-west-1`. */
  readonly region: string;
  /** Credentials; without them the SDK looks in its usual places. */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
  /** An emulator's address. */
  readonly endpoint?: string | undefined;
}

/**
 * Constructor options for any SDK client: many tries, and the emulator's endpoint where there is one. The `adaptive` retry mode
 * is not for us: it slows every call of the client down for each one that is throttled. Of 200 reads with 50 under way and a fifth
 * of the answers `SlowDown`, it had 190 done after a minute; the standard mode has all after 4.4 seconds.
 */
export function clientOptions({ region, credentials, endpoint }: AwsAccess) {
  return {
    region,
    maxAttempts: 8,
    retryMode: 'standard',
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

/**
 * Takes out of a client what copies each request and answer for a logger, also where there is none: a twentieth of the time of a call.
 *
 * @returns the same client
 */
export function withoutCallLog<
  Stack extends { remove(name: string): boolean },
  Client extends { middlewareStack: Stack },
>(client: Client): Client {
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/**
 * The SDK's error as ours: which call, to whom, and what AWS answered. An error that is ours already passes as it is: it
 * comes from the call that fetched the credentials.
 */
export function awsCallError(operation: string, target: CallTarget, error: unknown, next?: string): AwsCallError {
  if (error instanceof AwsCallError) return error;
  const { code, answer } = describeError(error);
  return new AwsCallError(operation, target, code, answer, { cause: error, ...(next === undefined ? {} : { next }) });
}

/** A network error is named by its `code`, e.g. `ECONNREFUSED`; it may hold one error per address tried, and no message. */
function describeError(error: unknown): { code: string; answer: string } {
  if (!isNativeError(error)) return { code: 'Error', answer: String(error) };
  const code = 'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : error.name;
  const parts = error instanceof AggregateError ? error.errors.filter(isNativeError) : [];
  const status = statusOf(error);
  // An answer to HEAD has no body that says more.
  if (/^Unknown(Error)?$/.test(error.name) && status !== undefined)
    return { code: status === 403 ? 'Forbidden' : `Status${status}`, answer: `HTTP status ${status}, and no reason` };
  const answer = error.message || parts.map(({ message }) => message).join('; ');
  return { code: /^(Aggregate)?Error$/.test(error.name) ? code : error.name, answer };
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error)) return undefined;
  const { $metadata } = error;
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return undefined;
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : undefined;
}
