import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it arrived. */
export interface FakeCall {
  /** e.g. `AssumeRole`, `ListBuckets`, `ListAccounts`. */
  readonly operation: string;
  /** The account of the role that is assumed, or whose credentials are used. */
  readonly account: string | undefined;
  /** The JSON body, or the form's fields, or the query. */
  readonly input: Record<string, unknown>;
}

export interface FakeAnswer {
  readonly status?: number;
  /** XML, or a value to be sent as JSON. */
  readonly body: unknown;
}

export interface FakeAws {
  readonly endpoint: string;
  /** Every call so far, retries among them. */
  readonly calls: readonly FakeCall[];
  close(): Promise<void>;
}

/** An HTTP server that speaks enough of STS, S3's ListBuckets and Organizations to be called by the SDK's real clients. */
export async function startFakeAws(answer: (call: FakeCall) => FakeAnswer): Promise<FakeAws> {
  const calls: FakeCall[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const call = readCall(request.url ?? '/', request.headers, text);
      calls.push(call);
      const { status = 200, body } = answer(call);
      const json = typeof body !== 'string';
      response.writeHead(status, { 'content-type': json ? 'application/x-amz-json-1.1' : 'application/xml' });
      response.end(json ? JSON.stringify(body) : body);
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

function readCall(url: string, headers: Record<string, string | string[] | undefined>, text: string): FakeCall {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const input = JSON.parse(text) as Record<string, unknown>;
    return { operation: target.split('.').at(-1) ?? '', account: undefined, input };
  }
  const form = new URLSearchParams(text);
  const action = form.get('Action');
  if (action !== null) {
    const account = /::(\d{12}):/.exec(form.get('RoleArn') ?? '')?.[1];
    return { operation: action, account, input: Object.fromEntries(form) };
  }
  const account = /Credential=KEY(\d{12})\//.exec(String(headers.authorization))?.[1];
  return { operation: 'ListBuckets', account, input: Object.fromEntries(new URL(url, 'http://fake').searchParams) };
}

/** STS's answer: credentials whose key names the account, so that later calls can be told apart. */
export const assumeRoleXml = (account: string, expiration = '2999-01-01T00:00:00Z') =>
  `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>KEY${account}</AccessKeyId>` +
  `<SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration>` +
  '</Credentials></AssumeRoleResult></AssumeRoleResponse>';

/** STS's refusal. */
export const stsErrorXml = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

/** S3's list of one bucket per name, all in eu-west-1. */
export const listBucketsXml = (...names: readonly string[]) =>
  `<ListAllMyBucketsResult><Buckets>${names
    .map((name) => `<Bucket><Name>${name}</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>`)
    .join('')}</Buckets></ListAllMyBucketsResult>`;

/** S3's refusal. */
export const s3ErrorXml = (code: string, message: string) =>
  `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
