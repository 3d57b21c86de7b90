import type { ServerResponse } from 'node:http';
import type { AwsCall } from './aws-call';

/** Services that use the query protocol and answer in XML. */
const QUERY_SERVICES = ['iam', 'monitoring', 'sns', 'sts'];

/**
 * Refuses a call with AWS's own answer.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refuse({ service }: Pick<AwsCall, 'service'>, message: string, response: ServerResponse): void {
  if (service === 's3') {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`;
    response.writeHead(403, { 'content-type': 'application/xml' }).end(body);
    return;
  }
  if (QUERY_SERVICES.includes(service)) {
    const error = `<Type>Sender</Type><Code>AccessDenied</Code><Message>${message}</Message>`;
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(`<ErrorResponse><Error>${error}</Error></ErrorResponse>`);
    return;
  }
  const type = 'AccessDeniedException';
  response.writeHead(service === 'lambda' ? 403 : 400, {
    'content-type': service === 'lambda' ? 'application/json' : 'application/x-amz-json-1.1',
    'x-amzn-errortype': type,
  });
  response.end(JSON.stringify({ __type: type, message, Message: message }));
}
