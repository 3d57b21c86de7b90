import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { s3ErrorXml } from '../adapters/aws/fake-aws';

/** A message of a dead-letter queue. */
export interface FakeMessage {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly sent: number;
  readonly body: string;
}

/** AWS as `orgs3 dead-letters` sees it. */
export interface DeadLettersWorld {
  /** Messages by Region, and `asset register` in eu-west-1; a Region without an entry has no queue. */
  readonly queues: Record<string, FakeMessage[]>;
  /** The objects of the buckets, by key. */
  readonly objects: Record<string, string>;
  /** By operation, e.g. `ReceiveMessage`: SQS's error. */
  readonly refused: Record<string, { readonly code: string; readonly message: string }>;
}

export interface FakeDeadLettersAws {
  readonly endpoint: string;
  /** e.g. `ReceiveMessage eu-west-1`, `GetObject eu-west-1 <key>`. */
  readonly calls: readonly string[];
  /** Ids of the messages that nobody can receive at this moment. */
  readonly hidden: ReadonlySet<string>;
  close(): Promise<void>;
}

interface Reply {
  readonly call: string;
  readonly status?: number;
  /** A text as S3 sends it, or a value to be sent as JSON. */
  readonly body: unknown;
}

/** An HTTP server that speaks enough of SQS and S3 to list and redrive. A message that is received is hidden until it is set free. */
export async function startFakeDeadLettersAws(world: DeadLettersWorld): Promise<FakeDeadLettersAws> {
  const calls: string[] = [];
  const hidden = new Set<string>();
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const { call, status = 200, body } = answer(world, hidden, request, text);
      calls.push(call);
      const json = typeof body !== 'string';
      const content = json ? JSON.stringify(body) : body;
      const type = json ? 'application/x-amz-json-1.0' : 'application/xml';
      response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(content) });
      response.end(content);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    hidden,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(world: DeadLettersWorld, hidden: Set<string>, request: IncomingMessage, text: string): Reply {
  const { headers } = request;
  const target = headers['x-amz-target'];
  const [, , region = ''] = /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split('/') ?? [];
  if (typeof target !== 'string') return answerS3(world, region, request);
  const operation = target.split('.').at(-1) ?? '';
  const call = `${operation} ${region}`;
  const input = JSON.parse(text) as SqsInput;
  const queue = world.queues[queueOf(input, region)];
  if (queue === undefined) return refusal(call, 'QueueDoesNotExist', 'The specified queue does not exist.');
  const refused = world.refused[operation];
  if (refused !== undefined) return refusal(call, refused.code, refused.message);
  return { call, body: answerSqs(queue, hidden, operation, input) };
}

const refusal = (call: string, code: string, message: string): Reply => ({
  call,
  status: 400,
  body: { __type: `com.amazonaws.sqs#${code}`, message },
});

interface SqsInput {
  readonly QueueName?: string;
  readonly QueueUrl?: string;
  readonly SourceArn?: string;
  readonly MaxNumberOfMessages?: number;
  readonly Entries?: readonly { readonly Id: string; readonly ReceiptHandle: string }[];
}

/** The name of a queue of the fake. */
function queueOf({ QueueName, QueueUrl, SourceArn }: SqsInput, region: string): string {
  const name = QueueName ?? QueueUrl ?? SourceArn ?? '';
  if (!name.endsWith('s3inventory-register-asset-dead-letters')) return region;
  return region === 'eu-west-1' ? 'asset register' : '';
}

function answerSqs(queue: FakeMessage[], hidden: Set<string>, operation: string, input: SqsInput): unknown {
  switch (operation) {
    case 'GetQueueUrl':
      return { QueueUrl: `http://queue/${input.QueueName ?? ''}` };
    case 'GetQueueAttributes':
      return { Attributes: countsOf(queue, hidden) };
    case 'ReceiveMessage':
      return { Messages: receive(queue, hidden, input.MaxNumberOfMessages ?? 1) };
    case 'ChangeMessageVisibilityBatch':
      for (const { ReceiptHandle } of input.Entries ?? []) hidden.delete(ReceiptHandle);
      return { Successful: (input.Entries ?? []).map(({ Id }) => ({ Id })), Failed: [] };
    default:
      return { TaskHandle: 'task' };
  }
}

function countsOf(queue: readonly FakeMessage[], hidden: ReadonlySet<string>): Record<string, string> {
  const notVisible = queue.filter(({ id }) => hidden.has(id)).length;
  return {
    ApproximateNumberOfMessages: String(queue.length - notVisible),
    ApproximateNumberOfMessagesNotVisible: String(notVisible),
  };
}

function receive(queue: readonly FakeMessage[], hidden: Set<string>, most: number): unknown[] {
  const free = queue.filter(({ id }) => !hidden.has(id)).slice(0, most);
  for (const { id } of free) hidden.add(id);
  return free.map(({ id, sent, body }) => ({
    MessageId: id,
    ReceiptHandle: id,
    MD5OfBody: createHash('md5').update(body).digest('hex'),
    Body: body,
    Attributes: { SentTimestamp: String(sent), ApproximateReceiveCount: '6' },
  }));
}

function answerS3({ objects }: DeadLettersWorld, region: string, { method, url = '/' }: IncomingMessage): Reply {
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const prefix = searchParams.get('prefix');
  if (prefix !== null) {
    const found = prefix in objects ? `<Contents><Key>${prefix}</Key></Contents>` : '';
    return { call: `ListObjectsV2 ${region} ${prefix}`, body: `<ListBucketResult>${found}</ListBucketResult>` };
  }
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  const call = `${method === 'HEAD' ? 'HeadObject' : 'GetObject'} ${region} ${key}`;
  const body = objects[key];
  return body === undefined ? { call, status: 404, body: s3ErrorXml('NoSuchKey', 'no such key') } : { call, body };
}
