import { createServer, type Server } from 'node:net';
import { claimPort, HOST } from '../../sandbox/ports';

const listening = (port: number) =>
  new Promise<Server>((resolve) => {
    const server = createServer();
    server.listen(port, HOST, () => resolve(server));
  });

describe('claimPort', () => {
  it('names the port that is in use, and says how to choose another', async () => {
    const port = await claimPort();
    const server = await listening(port);

    await expect(claimPort(port)).rejects.toMatchObject({
      message: expect.stringContaining(`Port ${port}`) as string,
      next: expect.stringContaining('--port') as string,
    });
    server.close();
  });

  it('finds a free port if none is given', async () => {
    const port = await claimPort();

    const server = await listening(port);
    expect(server.address()).toMatchObject({ port });
    server.close();
  });
});
