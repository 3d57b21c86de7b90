import { SignatureV4 } from '@smithy/signature-v4';
import { missing } from './missing-in-lambda';

/**
 * Replaces parts of the AWS SDK that a Lambda function never uses: they would be a quarter of its code. A part that is used all the
 * same throws an error.
 */

/**
 * Reads the credentials of the function's role from the environment, where Lambda always puts them. The SDK's other sources are never
 * needed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';

/** Signs requests to one Region. The Lambdas need no signatures for several Regions or for directory buckets. */
export class SignatureV4MultiRegion extends SignatureV4 {
  static sigv4aDependency() {
    return 'none';
  }
}
export { SignatureV4 as SignatureV4SignWithCredentials };

/**
 * Finds the trace of an invocation where one process works on several at once. Ours work on one: the SDK then takes the trace from the
 * environment.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime (_X_AMZN_TRACE_ID)
 */
export const InvokeStore = { getInstanceAsync: () => Promise.resolve(undefined) };

/** Slows calls down in the adaptive mode of retries, which is not in use: see `clientOptions`. */
export class DefaultRateLimiter {
  constructor() {
    missing('the adaptive mode of retries');
  }
}

/** A hash for a runtime without `node:crypto`. */
class HashInJavaScript {
  constructor() {
    missing('a hash in JavaScript');
  }
}
export { HashInJavaScript as Md5Js, HashInJavaScript as Sha1Js, HashInJavaScript as Sha256Js };
