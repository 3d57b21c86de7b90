import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

/** A signed request to AWS: the parts that permissions depend on. */
export interface AwsCall {
  /** The access key of the signature. */
  readonly accessKeyId: string;
  readonly region: string;
  /** The service's name in the signature: `s3`, `sts`, `monitoring` for CloudWatch. */
  readonly service: string;
  /** The operation's name; empty for services that express it as method and path (S3, Lambda). */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The parameters in the form or the JSON of the body. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A request as a server receives it. */
export interface ReceivedRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const parametersSchema = z.record(z.string(), z.unknown());

/**
 * Reads a request; `undefined` for one without a signature.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function readCall({ method = '', url = '', headers, body }: ReceivedRequest): AwsCall | undefined {
  const scope = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '');
  if (scope === null) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = scope;
  const { pathname, searchParams } = new URL(url, 'http://emulator');
  const text = body.toString();
  const parameters = parametersOf(headers, text);
  const target = headers['x-amz-target'];
  const operation = typeof target === 'string' ? target.slice(target.indexOf('.') + 1) : parameters['Action'];
  return {
    accessKeyId,
    region,
    service,
    method,
    headers,
    parameters,
    body: text,
    path: pathname,
    query: searchParams,
    operation: typeof operation === 'string' ? operation : '',
  };
}

function parametersOf(headers: IncomingHttpHeaders, body: string): Readonly<Record<string, unknown>> {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  if (!/json/.test(type) && !body.startsWith('{')) return {};
  try {
    return parametersSchema.parse(JSON.parse(body));
  } catch {
    return {};
  }
}
