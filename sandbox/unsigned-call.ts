import { Orgs3Error } from '../core/errors';
import { TEST_CREDENTIALS } from './environment';

/** The service of an emulator that a call goes to. */
export interface CalledService {
  readonly service: string;
  readonly region: string;
  /** The operation, for services that are told it in a header. */
  readonly target?: string;
  /** Of whom the emulator is to think that it calls. */
  readonly accessKeyId?: string;
}

/**
 * Calls a service for which the project has no client. The emulator takes the account from the access key, and asks
 * for the form of a signature alone. Returns what it answers, whatever that is.
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

/** The text of an answer. An {@link Orgs3Error} with it where the emulator refused the call. */
export async function answered(response: Response): Promise<string> {
  const text = await response.text();
  if (response.ok) return text;
  throw new Orgs3Error(`The emulator answered ${response.status} to an unsigned call: ${text}`);
}
