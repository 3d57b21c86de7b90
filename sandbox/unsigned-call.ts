import { Orgs3Error } from '../core/errors';
import { TEST_CREDENTIALS } from './environment';

/** The service and the caller of a call to the emulator. */
export interface CalledService {
  readonly service: string;
  readonly region: string;
  /** The operation, for services that expect it in a header. */
  readonly target?: string;
  /** The access key of the caller; the emulator takes the account from it. */
  readonly accessKeyId?: string;
}

/**
 * Calls a service that the project has no client for, and returns any answer. The emulator reads the account from the
 * access key. It checks that a signature has the right form, not that it is right.
 */
export function unsignedCall(
  endpoint: string,
  { service, region, target, accessKeyId = TEST_CREDENTIALS.accessKeyId }: CalledService,
  body: string | URLSearchParams,
): Promise<Response> {
  const scope = `${accessKeyId}/20260101/${region}/${service}/aws4_request`;
  return fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      ...(target === undefined ? {} : { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }),
    },
    body,
  });
}

/**
 * Returns the text of an answer.
 *
 * @throws Orgs3Error with that text, where the emulator refused the call
 */
export async function answered(response: Response): Promise<string> {
  const text = await response.text();
  if (response.ok) return text;
  throw new Orgs3Error(`The emulator answered ${response.status} to an unsigned call: ${text}`);
}
