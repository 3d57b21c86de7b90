import { SignatureV4 } from '@smithy/signature-v4';
import { missing } from './missing-in-lambda';

/**
 * Stands for parts of the AWS SDK that a Lambda function never uses, and that would be a quarter of its code. What is asked for all the
 * same says so.
 */

/**
 * The credentials of the function's role: Lambda always gives them in the environment, so that none of the SDK's other places to look
 * is ever asked.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';

/** Signatures for one Region: those for several, and for directory buckets, are for others. */
export class SignatureV4MultiRegion extends SignatureV4 {
  static sigv4aDependency() {
    return 'none';
  }
}
export { SignatureV4 as SignatureV4SignWithCredentials };

/** What the adaptive mode of retries slows calls down with: `clientOptions` says why it is not for us. */
export class DefaultRateLimiter {
  constructor() {
    missing('the adaptive mode of retries');
  }
}

/** Hashes for a Node without `node:crypto`. */
class HashInJavaScript {
  constructor() {
    missing('a hash in JavaScript');
  }
}
export { HashInJavaScript as Md5Js, HashInJavaScript as Sha1Js, HashInJavaScript as Sha256Js };
