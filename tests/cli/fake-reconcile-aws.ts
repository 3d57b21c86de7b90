import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { s3ErrorXml } from '../adapters/fake-aws';

/** An object of a destination bucket. */
export interface FakeObject {
  readonly content: string;
  readonly modified: Date;
}

/** AWS as `orgs3 reconcile` sees it. Tables are never there when they are asked for; every write succeeds. */
export interface ReconcileWorld {
  /** What is in the destination bucket of each Region, by key. */
  readonly objects: Record<string, Record<string, FakeObject>>;
  /** Regions whose listings S3 refuses with this code. */
  readonly refused: Record<string, string>;
}

export interface FakeReconcileAws {
  readonly endpoint: string;
  /** e.g. `ListObjectsV2 eu-west-1`, `BatchCreatePartition eu-west-1`. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

interface Reply {
  readonly call: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

/** An HTTP server that speaks enough of S3 and Glue to reconcile a Region without tables. */
export async function startFakeReconcileAws(world: ReconcileWorld): Promise<FakeReconcileAws> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', () => undefined);
    request.on('end', () => {
      const { call, status = 200, headers = {}, body } = answer(world, request);
      calls.push(call);
      response.writeHead(status, headers);
      response.end(body);
    });
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

function answer(world: ReconcileWorld, { headers, url = '/' }: IncomingMessage): Reply {
  const [, , region = ''] = /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split('/') ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return answerGlue(target.split('.').at(-1) ?? '', region);
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const objects = world.objects[region] ?? {};
  const prefix = searchParams.get('prefix');
  if (prefix !== null) {
    const call = `ListObjectsV2 ${region}`;
    const refused = world.refused[region];
    if (refused !== undefined) return { call, status: 403, body: s3ErrorXml(refused, 'no') };
    return { call, body: listing(Object.keys(objects), prefix) };
  }
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  const found = objects[key];
  const call = `GetObject ${key}`;
  if (found === undefined) return { call, status: 404, body: s3ErrorXml('NoSuchKey', 'no such key') };
  return { call, headers: { 'last-modified': found.modified.toUTCString() }, body: found.content };
}

function listing(keys: readonly string[], prefix: string): string {
  const below = keys.filter((key) => key.startsWith(prefix));
  const folders = [...new Set(below.map((key) => `${prefix}${key.slice(prefix.length).split('/')[0] ?? ''}/`))].sort();
  const found = folders.map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`).join('');
  return `<ListBucketResult>${found}</ListBucketResult>`;
}

function answerGlue(operation: string, region: string): Reply {
  const call = `${operation} ${region}`;
  if (operation !== 'GetTable') return { call, body: '{}' };
  return { call, status: 400, body: JSON.stringify({ __type: 'EntityNotFoundException', Message: 'no table' }) };
}
