import { AwsCallError } from '../errors';
import type { ReadError } from '../organization/snapshot';

/**
 * AWS's answer to a call that it refused.
 *
 * @throws the error itself where it did not come from AWS, or where the work was interrupted
 */
export function refusalIn(error: unknown, signal: AbortSignal): ReadError {
  if (!(error instanceof AwsCallError) || signal.aborted) throw error;
  return answerOf(error);
}

/** AWS's answer, as a snapshot holds it. */
export const answerOf = ({ operation, code, answer }: AwsCallError): ReadError => ({
  operation,
  code,
  message: answer,
});
