import { AwsCallError } from '../errors';

/**
 * Adds an instruction to an `AccessDenied` that has none: it names the policy that allows what the command does. Commands alone use it,
 * as a Lambda cannot choose its credentials.
 *
 * @param policy its name in `orgs3 policy`
 */
export function withPolicyHint(error: unknown, policy: 'reader' | 'operator'): unknown {
  if (!(error instanceof AwsCallError) || error.next !== undefined || !/^AccessDenied/.test(error.code)) return error;
  const { operation, target, code, answer, cause } = error;
  const next = `Use credentials of the destination account that may do this: "orgs3 policy ${policy}" prints what they need.`;
  return new AwsCallError(operation, target, code, answer, { cause, next });
}
