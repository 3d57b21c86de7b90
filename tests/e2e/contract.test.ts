import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchGetPartitionCommand,
  BatchUpdatePartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  GetPartitionsCommand,
  GetTableCommand,
  type GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { GlueCatalog } from '../../adapters/aws/catalog';
import { ReportFolders } from '../../adapters/aws/report-folders';
import type { PartitionInput } from '../../core/catalog/catalog';
import { partitionIndexes, tableInput, tableSpec } from '../../core/catalog/tables';
import { emulatorClients } from '../../sandbox/clients';
import { type Emulator, startEmulator } from '../../sandbox/emulator';
import { FakeBuckets } from '../../sandbox/fake-aws/buckets';
import { fakeClients, fakeService } from '../../sandbox/fake-aws/fake-aws';
import { FakeGlue } from '../../sandbox/fake-aws/glue';

jest.setTimeout(120_000);

const ACCOUNT = '222222222222';
const region = 'eu-west-1';
const BUCKET = 's3inventory-eu-west-1-222222222222';
const COPIES = 's3inventory-register-eu-west-1-222222222222';
const DatabaseName = 's3_inventory';
const modified = Date.UTC(2026, 0, 10);

/**
 * The keys in the bucket: more than a page of folders, folders that sort around each other, and characters that XML
 * escapes.
 */
const KEYS = [
  ...Array.from({ length: 1005 }, (_, index) => `many/${String(index).padStart(4, '0')}/manifest.json`),
  'inventory/1/a/x',
  'inventory/1/a-b/x',
  'inventory/1/a.b/x',
  'inventory/1/b/y/z',
  'inventory/1/b/y',
  'inventory/2/<&">/x',
  'inventory/file',
];

interface Clients {
  readonly s3: S3Client;
  readonly glue: GlueClient;
}

let emulator: Emulator;
let real: Clients;
let fake: Clients;

beforeAll(async () => {
  emulator = await startEmulator({ account: ACCOUNT });
  const clients = emulatorClients(emulator.endpoint);
  real = { s3: clients.s3({ region }), glue: clients.glue({ region }) };
  const buckets = new FakeBuckets([BUCKET, COPIES], modified);
  fake = fakeClients(fakeService(buckets, new FakeGlue(DatabaseName)), region);
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  for (const Bucket of [BUCKET, COPIES])
    await real.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await real.glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: DatabaseName } }));
  for (const Key of KEYS) {
    await real.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: `body of ${Key}` }));
    buckets.of(BUCKET).put(Key, `body of ${Key}`, modified);
  }
});
afterAll(() => emulator.stop());

/** The result of a call, or the name of its error. */
async function outcome(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    return { error: error instanceof Error ? error.name : String(error) };
  }
}

/** Makes the same calls to the stand-in and to the emulator. */
async function both(work: (clients: Clients) => Promise<unknown>) {
  return { fromStandIn: await outcome(() => work(fake)), fromEmulator: await outcome(() => work(real)) };
}

async function expectSame(work: (clients: Clients) => Promise<unknown>): Promise<unknown> {
  const { fromStandIn, fromEmulator } = await both(work);
  expect(fromStandIn).toEqual(fromEmulator);
  return fromStandIn;
}

async function pages(iterable: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const page of iterable) all.push(page);
  return all;
}

describe('the stand-in for S3 answers as the emulator does', () => {
  const folders = ({ s3 }: Clients, bucket = BUCKET) => new ReportFolders(s3, { bucket, account: ACCOUNT, region });

  it.each(['', 'inventory/', 'inventory/1/', 'inventory/1/a/', 'inventory/1/b/', 'inventory/2/', 'nothing/', 'many/'])(
    'to a listing of the folders below "%s", page by page',
    async (folder) => {
      const found = await expectSame((clients) => pages(folders(clients).below(folder)));
      expect(Array.isArray(found)).toBe(true);
    },
  );

  it('to a listing of keys without folders', async () => {
    await expectSame(async ({ s3 }) => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: 'inventory/' }));
      return Contents.map(({ Key }) => Key);
    });
  });

  it('to a listing of the keys after a key', async () => {
    const found = await expectSame(async ({ s3 }) => {
      const request = { Bucket: BUCKET, Prefix: 'inventory/1/', StartAfter: 'inventory/1/a/x' };
      return (await s3.send(new ListObjectsV2Command(request))).Contents?.map(({ Key }) => Key);
    });
    expect(found).toEqual(['inventory/1/b/y', 'inventory/1/b/y/z']);
  });

  it('to a copy into another bucket, reads of it, and a copy of a missing object', async () => {
    const copy = (Key: string) =>
      expectSame(async ({ s3 }) => {
        const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
        const request = { Bucket: COPIES, Key: `dt=1/${Key}`, CopySource: `${BUCKET}/${Key}` };
        await s3.send(new CopyObjectCommand({ ...request, CopySourceIfMatch: head.ETag ?? '' }));
        const copied = await s3.send(new HeadObjectCommand({ Bucket: COPIES, Key: request.Key }));
        return [head.ContentLength, head.ETag, copied.ContentLength, copied.ETag];
      });
    const tag = '"2efad9f5c5a9a2ad3d2d9ad0bd2ce1aa"';

    expect(await copy('inventory/1/a/x')).toEqual([23, expect.any(String), 23, expect.any(String)]);
    expect(await copy('inventory/none')).toEqual({ error: 'NotFound' });
    await expectSame(({ s3 }) =>
      s3.send(
        new CopyObjectCommand({ Bucket: COPIES, Key: 'x', CopySource: `${BUCKET}/none`, CopySourceIfMatch: tag }),
      ),
    );
  });

  it('to a write, and to a read and a listing after it', async () => {
    const found = await expectSame(async ({ s3 }) => {
      await s3.send(new PutObjectCommand({ Bucket: COPIES, Key: 'reports/1/symlink.txt', Body: 's3://a/b\n' }));
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: COPIES, Prefix: 'reports/' }));
      return Contents.map(({ Key, Size }) => [Key, Size]);
    });
    expect(found).toEqual([['reports/1/symlink.txt', 9]]);
  });

  it('to reads, also of a missing object and a missing bucket', async () => {
    const read = (Bucket: string, Key: string) =>
      expectSame(async ({ s3 }) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString());

    expect(await read(BUCKET, 'inventory/2/<&">/x')).toBe('body of inventory/2/<&">/x');
    expect(await read(BUCKET, 'inventory/none')).toEqual({ error: 'NoSuchKey' });
    expect(await read('no-such-bucket', 'x')).toEqual({ error: 'NoSuchBucket' });
  });
});

describe('the stand-in for Glue answers as the emulator does', () => {
  const history = tableSpec('history', 'Parquet');
  const TableName = history.name;
  const TableInput = tableInput(history, [{ name: 'key', type: 'string' }], 's3://b/inventory/');
  const catalog = ({ glue }: Clients) => new GlueCatalog(glue, { account: ACCOUNT, region, database: DatabaseName });
  const input = (bucket: string, dt: string, folder = 'x'): PartitionInput => ({
    Values: [bucket, dt],
    StorageDescriptor: { ...TableInput.StorageDescriptor, Location: `s3://b/${folder}/` },
    Parameters: { 'orgs3.dt': dt },
  });
  const codes = (errors: readonly { readonly values: readonly string[]; readonly code: string }[]) =>
    errors.map(({ values, code }) => [...values, code]);
  const all = async ({ glue }: Clients) => {
    const { Partitions = [] } = await glue.send(new GetPartitionsCommand({ DatabaseName, TableName }));
    return Partitions.map(({ Values, StorageDescriptor, Parameters }) => [
      Values,
      StorageDescriptor?.Location,
      StorageDescriptor?.Columns,
      Parameters,
    ]);
  };

  it('to reads of a missing table and of a table in a missing database', async () => {
    expect(await expectSame((clients) => catalog(clients).readTable(TableName))).toBeUndefined();
    expect(
      await expectSame(({ glue }) => glue.send(new GetTableCommand({ DatabaseName: 'none', Name: TableName }))),
    ).toEqual({ error: 'EntityNotFoundException' });
    expect(
      await expectSame(({ glue }) =>
        glue.send(new BatchGetPartitionCommand({ DatabaseName, TableName, PartitionsToGet: [{ Values: ['a', 'b'] }] })),
      ),
    ).toEqual({ error: 'EntityNotFoundException' });
  });

  it('to the creation of a table, also a second time', async () => {
    const indexes = partitionIndexes('history');
    expect(await expectSame((clients) => catalog(clients).createTable(TableInput, indexes))).toBe('done');
    expect(await expectSame((clients) => catalog(clients).createTable(TableInput, indexes))).toBe('conflict');
    expect(
      await expectSame(({ glue }) => glue.send(new CreateTableCommand({ DatabaseName: 'none', TableInput }))),
    ).toEqual({ error: 'EntityNotFoundException' });
  });

  it('to an update with the current version, and refuses one with an older version', async () => {
    const grown = tableInput(
      history,
      [...TableInput.StorageDescriptor.Columns, { Name: 'size', Type: 'bigint' }].map(({ Name, Type }) => ({
        name: Name,
        type: Type,
      })),
      's3://b/inventory/',
    );
    await expectSame(async (clients) => {
      const before = await catalog(clients).readTable(TableName);
      const first = await catalog(clients).updateTable(grown, before?.version);
      const second = await catalog(clients).updateTable(TableInput, before?.version);
      const after = await catalog(clients).readTable(TableName);
      return [first, second, after?.input.StorageDescriptor.Columns, after?.version === before?.version];
    });
    expect(
      await expectSame(({ glue }) =>
        glue.send(new UpdateTableCommand({ DatabaseName, TableInput: { ...TableInput, Name: 'none' } })),
      ),
    ).toEqual({ error: 'EntityNotFoundException' });
  });

  it('to the creation of partitions, some of which exist', async () => {
    await expectSame(async (clients) =>
      codes(await catalog(clients).createPartitions(TableName, [input('a', '1'), input('b', '1')])),
    );
    expect(
      await expectSame(async (clients) =>
        codes(await catalog(clients).createPartitions(TableName, [input('a', '1', 'other'), input("o'b", '2')])),
      ),
    ).toEqual([['a', '1', 'AlreadyExistsException']]);
    await expectSame(all);
  });

  it('to updates, one of them of a missing partition', async () => {
    expect(
      await expectSame(async (clients) =>
        codes(await catalog(clients).updatePartitions(TableName, [input('b', '1', 'new'), input('none', '1')])),
      ),
    ).toEqual([['none', '1', 'EntityNotFoundException']]);
    await expectSame(async (clients) => (await all(clients)).map((each) => JSON.stringify(each)).sort());
  });

  it('to lookups of partitions by values, and by filter', async () => {
    const sorted = (found: readonly { readonly values: readonly string[] }[]) =>
      found.map(({ values }) => values.join(' ')).sort();
    const wanted = [
      ['a', '1'],
      ['none', '1'],
      ["o'b", '2'],
    ];
    expect(
      await expectSame(async (clients) => sorted(await catalog(clients).readPartitions(TableName, wanted))),
    ).toEqual(['a 1', "o'b 2"]);
    for (const filter of [
      { buckets: ['a', "o'b"] },
      { buckets: ['a', 'b', "o'b"], after: '1' },
      { buckets: ['none'] },
    ]) {
      await expectSame(async (clients) =>
        sorted((await pages(catalog(clients).partitionPages(TableName, filter))).flat() as { values: string[] }[]),
      );
    }
  });

  it('to batches above the limits of Glue', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => input(`m${index}`, '1'));
    const table = { DatabaseName, TableName };
    const refused = async (call: (glue: GlueClient) => Promise<unknown>) =>
      expect(await expectSame(({ glue }) => call(glue))).toEqual({ error: 'ValidationException' });
    const Entries = many(101).map((each) => ({ PartitionValueList: each.Values, PartitionInput: each }));

    await refused((glue) => glue.send(new BatchCreatePartitionCommand({ ...table, PartitionInputList: many(101) })));
    await refused((glue) => glue.send(new BatchUpdatePartitionCommand({ ...table, Entries })));
    await refused((glue) => glue.send(new BatchDeletePartitionCommand({ ...table, PartitionsToDelete: many(26) })));
    await refused((glue) => glue.send(new BatchGetPartitionCommand({ ...table, PartitionsToGet: many(1001) })));
  });

  it('to the deletion of partitions, one of them missing', async () => {
    expect(
      await expectSame(async (clients) =>
        codes(
          await catalog(clients).deletePartitions(TableName, [
            ['a', '1'],
            ['none', '1'],
          ]),
        ),
      ),
    ).toEqual([['none', '1', 'EntityNotFoundException']]);
    await expectSame(async (clients) => (await all(clients)).map((each) => JSON.stringify(each)).sort());
  });

  it('to a list of partitions on several pages', async () => {
    const counts = await expectSame(async (clients) => {
      for (let start = 0; start < 1100; start += 100) {
        const inputs = Array.from({ length: 100 }, (_, index) => input(`p${start + index}`, '1'));
        await catalog(clients).createPartitions(TableName, inputs);
      }
      return (await pages(catalog(clients).partitionPages(TableName))).map((page) => (page as unknown[]).length);
    });
    expect(counts).toEqual([1000, 102]);
  });
});
