import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

/** The Region, the credentials and the endpoint of a client. */
export interface AwsAccess {
  /** Region code, e.g. `eu-west-1`. */
  readonly region: string;
  /** Credentials; without them the SDK looks in its usual places. */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
  /** An emulator's address. */
  readonly endpoint?: string | undefined;
}

/**
 * Constructor options for any SDK client: up to 8 attempts per call, and the emulator's endpoint where there is one. The
 * retry mode is not `adaptive`: that mode slows every call of the client down as soon as one of them is throttled. Of 200
 * reads, 50 at a time, with `SlowDown` as every fifth answer, it had done 190 after a minute; the standard mode does all
 * in 4.4 seconds.
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
 * Removes the client's log middleware. It copies each request and answer even where there is no logger, which costs a
 * twentieth of a call's time.
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
