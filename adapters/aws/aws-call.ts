import { isNativeError } from 'node:util/types';
import { AwsCallError, type CallTarget } from '../../core/errors';

/** A call of an AWS API, as errors describe it. */
export interface AwsCall {
  readonly operation: string;
  readonly target: CallTarget;
  /** Advice for an error, by AWS's error code; `undefined` where there is none. */
  readonly next?: (code: string) => string | undefined;
}

/** A call that has an answer of its own for some of AWS's error codes, e.g. `NoSuchBucket`. */
export interface ExpectingCall<Answer> extends AwsCall {
  readonly expected?: Readonly<Record<string, Answer>>;
}

/**
 * Runs a call of the SDK.
 *
 * @param send sends one command, or reads all pages of one operation
 * @throws AwsCallError where the call fails with an error that is not expected
 */
export async function awsCall<Answer>(call: ExpectingCall<Answer>, send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    const name = errorName(error);
    const answer = Object.entries(call.expected ?? {}).find(([code]) => code === name);
    if (answer !== undefined) return answer[1];
    throw awsCallError(call.operation, call.target, error, call.next?.(name));
  }
}

/**
 * Passes on the pages of one operation.
 *
 * @param pages a paginator of the SDK
 * @throws AwsCallError where the call for a page fails
 */
export async function* awsPages<Page>(call: AwsCall, pages: AsyncIterable<Page>): AsyncIterable<Page> {
  try {
    yield* pages;
  } catch (error) {
    throw awsCallError(call.operation, call.target, error, call.next?.(errorName(error)));
  }
}

/** Options for the `send` of a client: the call ends when the signal is aborted. */
export const abortedBy = (signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } =>
  signal === undefined ? {} : { abortSignal: signal };

/**
 * Makes an `AwsCallError` of an SDK's error. An error that is an `AwsCallError` already is returned as it is: it comes from
 * the call that fetched the credentials.
 */
export function awsCallError(operation: string, target: CallTarget, error: unknown, next?: string): AwsCallError {
  if (error instanceof AwsCallError) return error;
  const { code, answer } = describeError(error);
  return new AwsCallError(operation, target, code, answer, { cause: error, ...(next === undefined ? {} : { next }) });
}

const errorName = (error: unknown): string => (error instanceof Error ? error.name : '');

/** Names a network error by its `code`, e.g. `ECONNREFUSED`. Such an error may hold one error per address, and no message. */
function describeError(error: unknown): { code: string; answer: string } {
  if (!isNativeError(error)) return { code: 'Error', answer: String(error) };
  const code = 'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : error.name;
  const parts = error instanceof AggregateError ? error.errors.filter(isNativeError) : [];
  const status = statusOf(error);
  // An answer to HEAD has no body, so that the status says all there is to know.
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
