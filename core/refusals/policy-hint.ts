import { AwsCallError } from '../errors';

/**
 * For commands alone: a Lambda cannot choose its credentials.
 *
 * @param policy what `orgs3 policy` prints it under
 * @returns the error; where AWS refused a call and nobody said what to do, with the policy that allows what the command does
 */
export function withPolicyHint(error: unknown, policy: 'reader' | 'operator'): unknown {
  if (!(error instanceof AwsCallError) || error.next !== undefined || !/^AccessDenied/.test(error.code)) return error;
  const { operation, target, code, answer, cause } = error;
  const next = `Use credentials of the destination account that may do this: "orgs3 policy ${policy}" prints what they need.`;
  return new AwsCallError(operation, target, code, answer, { cause, next });
}
