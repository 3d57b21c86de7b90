/** Says that a part of the AWS SDK was left out of the Lambda functions, and is asked for all the same. */
export function missing(what: string): never {
  throw new Error(`${what} is not in the bundles of the Lambda functions: see adapters/lambda-stand-ins.ts`);
}
