import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DESTINATION } from '../core/organization/example';
import { assumeRoleXml, s3ErrorXml, stsErrorXml } from '../adapters/aws/fake-aws';

const DESTINATION_BUCKET = `s3inventory-eu-west-1-${DESTINATION}`;
/** The folder of a bucket's reports, whatever its account. */
export const reportFolderOf = (bucket: string) => `inventory/111111111111/${bucket}/organization-inventory/`;

/** AWS as `orgs3 status` sees it. By default every bucket is configured, and no table exists. */
export interface StatusWorld {
  /** Accounts whose role may not be assumed, with STS's message. */
  readonly refusedAccounts: Record<string, string>;
  /** By name: `missing` has no configuration, `disabled` a switched-off one; any other text is S3's error code. */
  readonly buckets: Record<string, string>;
  /** Keys of the destination buckets. Reports lie where `reportFolderOf` says. */
  readonly keys: readonly string[];
  /** By Region and table, e.g. `eu-west-1 inventory_latest`: the `dt` of every bucket with a report; or Glue's error. */
  readonly tables: Record<string, Record<string, string> | { readonly __type: string; readonly Message: string }>;
}

export interface FakeStatusAws {
  readonly endpoint: string;
  /** e.g. `AssumeRole 111111111111`, `ListBucketInventoryConfigurations logs`, `GetPartitions eu-west-1 inventory_latest`. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

interface Reply {
  readonly call: string;
  readonly status?: number;
  /** XML, or a value to be sent as JSON. */
  readonly body: unknown;
}

/** An HTTP server that speaks enough of STS, S3 and Glue for a status. */
export async function startFakeStatusAws(world: StatusWorld): Promise<FakeStatusAws> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const { call, status = 200, body } = answer(world, request, text);
      calls.push(call);
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

function answer(world: StatusWorld, { headers, url = '/' }: IncomingMessage, text: string): Reply {
  const roleArn = new URLSearchParams(text).get('RoleArn');
  if (roleArn !== null) return answerSts(world, roleArn.split(':')[4] ?? '');
  const prefix = new URL(url, 'http://fake').searchParams.get('prefix');
  if (prefix !== null) return answerListing(world, prefix);
  if (headers['x-amz-target'] === undefined) return answerS3(world, url.slice(1, url.indexOf('?')).replace('/', ''));
  const [, , region = ''] = /Credential=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split('/') ?? [];
  const { TableName } = JSON.parse(text) as { readonly TableName?: string };
  return TableName === undefined ? tablesOf(world, region) : answerGlue(world, `${region} ${TableName}`);
}

function answerSts({ refusedAccounts }: StatusWorld, account: string): Reply {
  const call = `AssumeRole ${account}`;
  const refusal = refusedAccounts[account];
  return refusal === undefined
    ? { call, body: assumeRoleXml(account) }
    : { call, status: 403, body: stsErrorXml('AccessDenied', refusal) };
}

function answerListing({ keys }: StatusWorld, prefix: string): Reply {
  const found = keys.filter((key) => key.startsWith(prefix)).map((key) => `<Contents><Key>${key}</Key></Contents>`);
  return { call: `ListObjectsV2 ${prefix}`, body: `<ListBucketResult>${found.join('')}</ListBucketResult>` };
}

function answerS3({ buckets }: StatusWorld, bucket: string): Reply {
  const call = `ListBucketInventoryConfigurations ${bucket}`;
  const state = buckets[bucket] ?? 'configured';
  if (!['configured', 'disabled', 'missing'].includes(state)) {
    return { call, status: state === 'NoSuchBucket' ? 404 : 403, body: s3ErrorXml(state, `no to ${bucket}`) };
  }
  const configuration =
    `<InventoryConfiguration><Id>organization-inventory</Id><IsEnabled>${state === 'configured'}</IsEnabled>` +
    '</InventoryConfiguration>';
  const body =
    '<ListInventoryConfigurationsResult><IsTruncated>false</IsTruncated>' +
    `${state === 'missing' ? '' : configuration}</ListInventoryConfigurationsResult>`;
  return { call, body };
}

function tablesOf({ tables }: StatusWorld, region: string): Reply {
  const names = Object.keys(tables).flatMap((name) => (name.startsWith(`${region} `) ? [name.split(' ')[1]] : []));
  return { call: `GetTables ${region}`, body: { TableList: names.map((Name) => ({ Name })) } };
}

function answerGlue({ tables }: StatusWorld, table: string): Reply {
  const call = `GetPartitions ${table}`;
  const found = tables[table] ?? { __type: 'EntityNotFoundException', Message: 'Database s3_inventory not found.' };
  if ('__type' in found) return { call, status: 400, body: found };
  const partitions = Object.entries(found).map(([bucket, dt]) => ({
    Values: [bucket],
    StorageDescriptor: { Location: `s3://${DESTINATION_BUCKET}/${reportFolderOf(bucket)}hive/dt=${dt}/` },
    Parameters: { 'orgs3.dt': dt },
  }));
  return { call, body: { Partitions: partitions } };
}
