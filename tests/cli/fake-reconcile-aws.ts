import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { s3ErrorXml } from '../adapters/aws/fake-aws';

/** An object of a bucket. */
export interface FakeObject {
  readonly content: string;
  readonly modified: Date;
}

/** AWS as `orgs3 reconcile` sees it. Tables are never there when they are asked for; every write succeeds. */
export interface ReconcileWorld {
  /** The objects of the buckets of each Region, by key; copies are added. */
  readonly objects: Record<string, Record<string, FakeObject>>;
  /** Regions whose listings S3 refuses with this code. */
  readonly refused: Record<string, string>;
}

export interface FakeReconcileAws {
  readonly endpoint: string;
  /** e.g. `ListObjectsV2 eu-west-1`, `BatchCreatePartition eu-west-1`, `CopyObject <key>`. */
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

function answer(world: ReconcileWorld, { headers, method = 'GET', url = '/' }: IncomingMessage): Reply {
  const [, , region = ''] = /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split('/') ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return answerGlue(target.split('.').at(-1) ?? '', region);
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const objects = (world.objects[region] ??= {});
  const prefix = searchParams.get('prefix');
  if (prefix !== null) {
    const call = `ListObjectsV2 ${region}`;
    const refused = world.refused[region];
    if (refused !== undefined) return { call, status: 403, body: s3ErrorXml(refused, 'no') };
    return { call, body: searchParams.has('delimiter') ? folders(objects, prefix) : contents(objects, prefix) };
  }
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  if (method === 'PUT') return write(world, objects, key, headers['x-amz-copy-source']);
  const found = objects[key];
  const call = `${method === 'HEAD' ? 'HeadObject' : 'GetObject'} ${key}`;
  if (found === undefined) return { call, status: 404, body: s3ErrorXml('NoSuchKey', 'no such key') };
  const { content, modified } = found;
  const eTag = `"${createHash('md5').update(content).digest('hex')}"`;
  const about = { 'last-modified': modified.toUTCString(), etag: eTag, 'content-length': String(content.length) };
  return { call, headers: about, body: content };
}

function write(
  world: ReconcileWorld,
  objects: Record<string, FakeObject>,
  key: string,
  copySource: string | string[] | undefined,
): Reply {
  const modified = new Date();
  if (typeof copySource !== 'string') {
    objects[key] = { content: '', modified };
    return { call: `PutObject ${key}`, body: '' };
  }
  const source = decodeURIComponent(copySource.slice(copySource.indexOf('/') + 1));
  const content = Object.values(world.objects).find((each) => source in each)?.[source]?.content ?? '';
  objects[key] = { content, modified };
  return { call: `CopyObject ${key}`, body: '<CopyObjectResult><ETag>"copied"</ETag></CopyObjectResult>' };
}

function folders(objects: Record<string, FakeObject>, prefix: string): string {
  const below = Object.keys(objects).filter((key) => key.startsWith(prefix));
  const names = [...new Set(below.map((key) => `${prefix}${key.slice(prefix.length).split('/')[0] ?? ''}/`))].sort();
  const found = names.map((folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`).join('');
  return `<ListBucketResult>${found}</ListBucketResult>`;
}

function contents(objects: Record<string, FakeObject>, prefix: string): string {
  const below = Object.entries(objects).filter(([key]) => key.startsWith(prefix));
  const found = below.map(
    ([key, { content, modified }]) =>
      `<Contents><Key>${key}</Key><Size>${content.length}</Size><LastModified>${modified.toISOString()}</LastModified></Contents>`,
  );
  return `<ListBucketResult>${found.sort().join('')}</ListBucketResult>`;
}

function answerGlue(operation: string, region: string): Reply {
  const call = `${operation} ${region}`;
  if (operation === 'GetTables') return { call, body: JSON.stringify({ TableList: [] }) };
  if (operation !== 'GetTable') return { call, body: '{}' };
  return { call, status: 400, body: JSON.stringify({ __type: 'EntityNotFoundException', Message: 'no table' }) };
}
