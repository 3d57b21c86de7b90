import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOST } from '../../sandbox/ports';

/** A proxy before the emulator that refuses access to some accounts. */
export interface RefusingProxy {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const DENIED =
  '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>' +
  '<Message>User: arn:aws:sts::111122223333:assumed-role/deploy/s is not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>';

/** Starts a proxy on a free port. It refuses to assume roles of `accounts`. */
export async function startRefusingProxy(target: string, accounts: readonly string[]): Promise<RefusingProxy> {
  const { hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const form = new URLSearchParams(body.toString());
      if (accounts.some((account) => form.get('RoleArn')?.includes(`:${account}:`) === true)) {
        outgoing.writeHead(403, { 'content-type': 'text/xml' }).end(DENIED);
        return;
      }
      const { method, url: path, headers } = incoming;
      const forward = request({ hostname, port, method, path, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      forward.on('error', (error) => outgoing.writeHead(502).end(error.message));
      forward.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const address = server.address() as AddressInfo;
  return {
    endpoint: `http://${HOST}:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
