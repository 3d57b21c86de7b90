import { Agent, type IncomingMessage, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOST } from '../ports';

/** A proxy before the emulator that counts calls by operation. */
export interface CountingProxy {
  readonly endpoint: string;
  /** The number of calls by operation since the last `take`, for example `GetObject → 200`. */
  take(): Map<string, number>;
  stop(): Promise<void>;
}

/** Starts a proxy on a free port. `target` is the emulator's address. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  let counts = new Map<string, number>();
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    const operation = operationOf(incoming);
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
    const { method, url: path, headers } = incoming;
    const forward = request({ hostname, port, method, path, headers, agent }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forward.on('error', (error) => outgoing.writeHead(502).end(error.message));
    incoming.pipe(forward);
  });
  const address = await new Promise<AddressInfo | string | null>((resolve, reject) =>
    server.once('error', reject).listen({ port: 0, host: HOST }, () => resolve(server.address())),
  );
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    endpoint: `http://${HOST}:${address.port}`,
    take: () => {
      const taken = counts;
      counts = new Map();
      return taken;
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

/**
 * The operation of a request. JSON protocols name it in a header, SDKs put S3's name into the query; otherwise this is
 * the method and the kind of path.
 */
function operationOf({ headers, method = '', url = '' }: IncomingMessage): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.replace(/^.*\./, '');
  const { searchParams } = new URL(url, 'http://proxy');
  return searchParams.get('x-id') ?? `${method} ${[...searchParams.keys()].join('&') || '/'}`;
}
