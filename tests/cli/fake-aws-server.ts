import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpRequest } from '@smithy/types';
import type { Service } from '../../sandbox/fake-aws/fake-aws';

/** A fake S3 and Glue, as a command reaches them over HTTP. */
export interface FakeAwsServer {
  readonly endpoint: string;
  /** e.g. `GetObject /bucket/key`, `GetPartitions`. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

/**
 * Serves S3 and Glue in memory over HTTP.
 *
 * @param binary the content of objects that are no text, by path (`/bucket/key`); the service knows them too
 */
export async function startFakeAwsServer(
  service: Service,
  binary: ReadonlyMap<string, Uint8Array>,
): Promise<FakeAwsServer> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      void answerTo(request, Buffer.concat(parts).toString());
    });
    const answerTo = async (incoming: IncomingMessage, body: string) => {
      const call = callOf(incoming, body);
      calls.push(call.service === 's3' ? `${call.operation} ${call.request.path}` : call.operation);
      const { status, headers, body: text } = await service(call);
      const found = call.operation === 'GetObject' && status === 200 ? binary.get(call.request.path) : undefined;
      response.writeHead(status, { ...headers });
      response.end(found ?? text);
    };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function callOf({ headers, method = 'GET', url = '/' }: IncomingMessage, body: string) {
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const target = headers['x-amz-target'];
  const request: HttpRequest = {
    method,
    protocol: 'http:',
    hostname: 'fake',
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: {},
    body,
  };
  if (typeof target === 'string')
    return { service: 'glue', operation: target.split('.').at(-1) ?? '', request } as const;
  return { service: 's3', operation: searchParams.has('list-type') ? 'ListObjectsV2' : 'GetObject', request } as const;
}
