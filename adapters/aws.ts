import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { AwsCallError, type CallTarget } from '../core/errors';

/** What every client of ours is made with. */
export interface AwsAccess {
  /** Region code, e.g. `eu-west-1`. */
  readonly region: string;
  /** Credentials; without them the SDK looks in its usual places. */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
  /** An emulator's address. */
  readonly endpoint?: string | undefined;
}

/** Constructor options for any SDK client: adaptive retries, and the emulator's endpoint where there is one. */
export function clientOptions({ region, credentials, endpoint }: AwsAccess) {
  return {
    region,
    maxAttempts: 8,
    retryMode: 'adaptive',
    ...(credentials === undefined ? {} : { credentials }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

/** The SDK's error as ours: which call, to whom, and what AWS answered. */
export function awsCallError(operation: string, target: CallTarget, error: unknown, next?: string): AwsCallError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new AwsCallError(operation, target, name, message, { cause: error, ...(next === undefined ? {} : { next }) });
}
