import type { HttpRequest } from '@smithy/types';

/** The answer of a service, before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One call to a service of the stand-in. */
export interface Call {
  readonly service: 's3' | 'glue';
  /** The operation's name in the SDK: `GetObject`, `BatchCreatePartition`. */
  readonly operation: string;
  readonly request: HttpRequest;
}

/** A service's refusal: AWS's error code, its message, and the HTTP status. */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** Formats a refusal as S3 (XML) or Glue (JSON 1.1) does. */
export function refusalAnswer(service: Call['service'], { code, message, status }: Refusal): Answer {
  if (service === 'glue') return jsonAnswer({ __type: code, message }, status);
  return xmlAnswer(`<Error><Code>${code}</Code><Message>${xmlText(message)}</Message></Error>`, status);
}

export const jsonAnswer = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(value),
});

export const xmlAnswer = (content: string, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>${content}`,
});

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes text for an XML element. */
export const xmlText = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);

/** The body of a request. */
export function bodyOf({ body }: HttpRequest): string {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new Error('a request has no body that is known at once');
}
