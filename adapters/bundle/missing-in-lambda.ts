/** Throws the error for a part of the AWS SDK that is left out of the Lambda functions. */
export function missing(what: string): never {
  throw new Error(`${what} is not in the bundles of the Lambda functions: see adapters/bundle/lambda-stand-ins.ts`);
}
