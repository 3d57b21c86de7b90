import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it arrived. */
export interface FakeCall {
  /** e.g. `AssumeRole`, `ListBuckets`, `ListAccounts`. */
  readonly operation: string;
  /** The account of the role that is assumed, or whose credentials are used. */
  readonly account: string | undefined;
  /** The Region that the call is signed for. */
  readonly region: string | undefined;
  /** The bucket that the path names. */
  readonly bucket?: string;
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

/** An HTTP server that speaks enough of STS, S3 and Organizations to be called by the SDK's real clients. */
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
  const [, key = '', region] = /Credential=([^/]*)\/\d+\/([^/]*)\//.exec(String(headers.authorization)) ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const input = JSON.parse(text) as Record<string, unknown>;
    return { operation: target.split('.').at(-1) ?? '', account: undefined, region, input };
  }
  const form = new URLSearchParams(text);
  const action = form.get('Action');
  if (action !== null) {
    const account = /::(\d{12}):/.exec(form.get('RoleArn') ?? '')?.[1];
    return { operation: action, account, region, input: Object.fromEntries(form) };
  }
  const { pathname, searchParams } = new URL(url, 'http://fake');
  const bucket = decodeURIComponent(pathname.split('/')[1] ?? '');
  return {
    operation: s3Operation(searchParams),
    account: /^KEY(\d{12})$/.exec(key)?.[1],
    region,
    ...(bucket === '' ? {} : { bucket }),
    input: Object.fromEntries(searchParams),
  };
}

function s3Operation(query: URLSearchParams): string {
  if (query.has('tagging')) return 'GetBucketTagging';
  if (query.has('inventory')) return 'ListBucketInventoryConfigurations';
  return query.get('x-id') ?? 'ListBuckets';
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

/** S3's tags of a bucket. */
export const taggingXml = (tags: Readonly<Record<string, string>>) =>
  `<Tagging><TagSet>${Object.entries(tags)
    .map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`)
    .join('')}</TagSet></Tagging>`;

/** S3's list of directory buckets. */
export const directoryBucketsXml = (...names: readonly string[]) =>
  `<ListAllMyDirectoryBucketsResult><Buckets>${names
    .map((name) => `<Bucket><Name>${name}</Name></Bucket>`)
    .join('')}</Buckets></ListAllMyDirectoryBucketsResult>`;

/** An inventory configuration as S3 has it: what the defaults of `inventory.yaml` come to, but for what is given. */
export interface FakeInventory {
  readonly id: string;
  readonly enabled?: boolean;
  readonly frequency?: string;
  readonly destinationArn?: string;
  /** Account of the destination and prefix. */
  readonly destinationAccount?: string;
  readonly prefix?: string;
  readonly fields?: readonly string[];
}

/** S3's list of the inventory configurations of a bucket. */
export const inventoriesXml = (...inventories: readonly FakeInventory[]) =>
  `<ListInventoryConfigurationsResult><IsTruncated>false</IsTruncated>${inventories.map(inventoryXml).join('')}</ListInventoryConfigurationsResult>`;

function inventoryXml(inventory: FakeInventory): string {
  const { id, enabled = true, frequency = 'Daily', destinationArn = 'arn:aws:s3:::elsewhere', prefix } = inventory;
  const fields = (inventory.fields ?? []).map((field) => `<Field>${field}</Field>`).join('');
  return (
    `<InventoryConfiguration><Id>${id}</Id><IsEnabled>${enabled}</IsEnabled><Destination><S3BucketDestination>` +
    `<Format>Parquet</Format><Bucket>${destinationArn}</Bucket>` +
    (inventory.destinationAccount === undefined ? '' : `<AccountId>${inventory.destinationAccount}</AccountId>`) +
    (prefix === undefined ? '' : `<Prefix>${prefix}</Prefix>`) +
    `<Encryption><SSE-S3/></Encryption></S3BucketDestination></Destination><Schedule><Frequency>${frequency}</Frequency></Schedule>` +
    `<IncludedObjectVersions>Current</IncludedObjectVersions><OptionalFields>${fields}</OptionalFields></InventoryConfiguration>`
  );
}

/** S3's refusal. */
export const s3ErrorXml = (code: string, message: string) =>
  `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
