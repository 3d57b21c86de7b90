import { createServer } from 'node:net';
import { Orgs3Error } from '../core/errors';

/** The only address that the sandbox listens on. */
export const HOST = '127.0.0.1';

/**
 * Returns `port` if it is free, or any free port if none is given.
 *
 * @throws Orgs3Error where the port is in use or not permitted
 */
export function claimPort(port?: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => reject(notFree(port ?? 0, error)));
    server.listen({ port: port ?? 0, host: HOST, exclusive: true }, () => {
      const address = server.address();
      const claimed = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(claimed));
    });
  });
}

function notFree(port: number, cause: NodeJS.ErrnoException): Orgs3Error {
  const why = cause.code === 'EADDRINUSE' ? 'another program listens on it' : cause.message;
  return new Orgs3Error(`Port ${port} of ${HOST} cannot be used: ${why}.`, {
    cause,
    next: 'Choose another port with --port, or leave --port out to use a free one.',
  });
}
