import {
  AlreadyExistsException,
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchGetPartitionCommand,
  BatchUpdatePartitionCommand,
  ConcurrentModificationException,
  CreateTableCommand,
  EntityNotFoundException,
  GetPartitionsCommand,
  GetTableCommand,
  GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { GlueCatalog } from '../../../adapters/aws/catalog';
import { partitionInput } from '../../../core/catalog/partitions';
import { tableInput, tableSpec } from '../../../core/catalog/tables';
import { sampleReport } from '../../core/report/sample-report';

const glue = mockClient(GlueClient);
const catalogOf = (database: string) =>
  new GlueCatalog(new GlueClient({ region: 'eu-west-1' }), { account: '222222222222', region: 'eu-west-1', database });
const catalog = catalogOf('s3_inventory');
const table = tableInput(tableSpec('history', 'Parquet'), [{ name: 'key', type: 'string' }], 's3://bucket/inventory/');
const partition = partitionInput('history', sampleReport(), [{ Name: 'key', Type: 'string' }]);
const fault = { $metadata: {}, message: 'Entity Not Found' };

beforeEach(() => glue.reset());

describe('a table', () => {
  it('is read so that it can be given back whole, without what only Glue sets', async () => {
    const kept = { ...table, Owner: 'hadoop', Retention: 3, Parameters: { ...table.Parameters, team: 'storage' } };
    glue.on(GetTableCommand).resolves({
      Table: { ...kept, VersionId: '4', DatabaseName: 's3_inventory', CreateTime: new Date(0), CatalogId: '2' },
    });

    expect(await catalog.readTable('inventory')).toEqual({ version: '4', input: kept });
  });

  it('is undefined where there is none', async () => {
    glue.on(GetTableCommand).rejects(new EntityNotFoundException(fault));

    expect(await catalog.readTable('inventory')).toBeUndefined();
  });

  it('is created with its partition indexes', async () => {
    glue.on(CreateTableCommand).resolves({});
    const indexes = [{ IndexName: 'by_dt', Keys: ['dt'] }];

    expect(await catalog.createTable(table, indexes)).toBe('done');
    expect(glue.commandCalls(CreateTableCommand)[0]?.args[0].input).toEqual({
      DatabaseName: 's3_inventory',
      TableInput: table,
      PartitionIndexes: indexes,
    });
  });

  it('that another invocation created is a conflict, not a failure', async () => {
    glue.on(CreateTableCommand).rejects(new AlreadyExistsException(fault));

    expect(await catalog.createTable(table, [])).toBe('conflict');
  });

  it('that cannot be created names the database, the account, the Region and the stack that makes the database', async () => {
    glue.on(CreateTableCommand).rejects(new EntityNotFoundException(fault));

    await expect(catalog.createTable(table, [])).rejects.toMatchObject({
      message:
        'CreateTable of table s3_inventory.inventory in account 222222222222 in eu-west-1 failed: EntityNotFoundException: Entity Not Found',
      next: 'Apply the stack collector-eu-west-1: it makes the database s3_inventory in account 222222222222 in eu-west-1.',
    });
    await expect(catalogOf('s3_asset_register').createTable(table, [])).rejects.toMatchObject({
      next: 'Apply the stack register: it makes the database s3_asset_register in account 222222222222 in eu-west-1.',
    });
  });

  it('is updated only in the version that was read', async () => {
    glue.on(UpdateTableCommand).resolvesOnce({}).rejects(new ConcurrentModificationException(fault));

    expect(await catalog.updateTable(table, '4')).toBe('done');
    expect(await catalog.updateTable(table, '4')).toBe('conflict');
    expect(glue.commandCalls(UpdateTableCommand)[0]?.args[0].input).toMatchObject({ VersionId: '4' });
  });
});

describe('partitions', () => {
  it('are read until Glue has processed all keys', async () => {
    glue
      .on(BatchGetPartitionCommand)
      .resolvesOnce({
        Partitions: [{ Values: ['a', '1'], StorageDescriptor: { Location: 's3://a/' }, Parameters: { x: 'y' } }],
        UnprocessedKeys: [{ Values: ['b', '1'] }],
      })
      .resolves({ Partitions: [] });

    const actual = await catalog.readPartitions('inventory', [
      ['a', '1'],
      ['b', '1'],
    ]);

    expect(actual).toMatchObject([{ values: ['a', '1'], location: 's3://a/', parameters: { x: 'y' } }]);
    expect(glue.commandCalls(BatchGetPartitionCommand)[1]?.args[0].input.PartitionsToGet).toEqual([
      { Values: ['b', '1'] },
    ]);
  });

  it('are not asked for endlessly where Glue processes none of them', async () => {
    glue.on(BatchGetPartitionCommand).resolves({ UnprocessedKeys: [{ Values: ['a', '1'] }] });

    await expect(catalog.readPartitions('inventory', [['a', '1']])).rejects.toThrow('1 keys stay unprocessed');
  });

  it('that could not be created are named with Glue’s reason', async () => {
    glue.on(BatchCreatePartitionCommand).resolves({
      Errors: [
        { PartitionValues: ['a', '1'], ErrorDetail: { ErrorCode: 'AlreadyExistsException', ErrorMessage: 'is there' } },
      ],
    });

    expect(await catalog.createPartitions('inventory', [partition])).toEqual([
      { values: ['a', '1'], code: 'AlreadyExistsException', message: 'is there' },
    ]);
  });

  it('are replaced by their values', async () => {
    glue.on(BatchUpdatePartitionCommand).resolves({});

    expect(await catalog.updatePartitions('inventory_latest', [partition])).toEqual([]);
    expect(glue.commandCalls(BatchUpdatePartitionCommand)[0]?.args[0].input).toEqual({
      DatabaseName: 's3_inventory',
      TableName: 'inventory_latest',
      Entries: [{ PartitionValueList: partition.Values, PartitionInput: partition }],
    });
  });
});

describe('partitions page by page', () => {
  const pages = async (filter?: Parameters<typeof catalog.partitionPages>[1]) => {
    const found = [];
    for await (const page of catalog.partitionPages('inventory', filter)) found.push(page);
    return found;
  };

  it('come without their columns, as many pages as Glue has', async () => {
    glue
      .on(GetPartitionsCommand)
      .resolvesOnce({
        Partitions: [{ Values: ['a', '1'], StorageDescriptor: { Location: 's3://a/' } }],
        NextToken: 't',
      })
      .resolvesOnce({ Partitions: [{ Values: ['b', '1'] }] });

    expect(await pages()).toEqual([
      [{ values: ['a', '1'], location: 's3://a/', parameters: {} }],
      [{ values: ['b', '1'], location: '', parameters: {} }],
    ]);
    const [first, second] = glue.commandCalls(GetPartitionsCommand).map(({ args: [{ input }] }) => input);
    expect(first).toMatchObject({ TableName: 'inventory', ExcludeColumnSchema: true });
    expect(second?.NextToken).toBe('t');
  });

  it('are chosen by Glue, also where a name holds a quote', async () => {
    glue.on(GetPartitionsCommand).resolves({});

    await pages({ buckets: ['a', "o'b"], after: '2026-01-02-01-00' });

    expect(glue.commandCalls(GetPartitionsCommand)[0]?.args[0].input.Expression).toBe(
      "bucketname IN ('a', 'o''b') AND dt > '2026-01-02-01-00'",
    );
  });

  it('are none where there is no such table', async () => {
    glue.on(GetPartitionsCommand).rejects(new EntityNotFoundException(fault));

    expect(await pages()).toEqual([]);
  });

  it('fail with the table that could not be read', async () => {
    glue.on(GetPartitionsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));

    await expect(pages()).rejects.toThrow(
      'GetPartitions of table s3_inventory.inventory in account 222222222222 in eu-west-1 failed: AccessDeniedException: no',
    );
  });
});

describe('partitions to drop', () => {
  it('are named by their values, and those that failed are told', async () => {
    const ErrorDetail = { ErrorCode: 'EntityNotFoundException', ErrorMessage: 'gone' };
    glue.on(BatchDeletePartitionCommand).resolves({ Errors: [{ PartitionValues: ['b', '1'], ErrorDetail }] });

    const failures = await catalog.deletePartitions('inventory', [
      ['a', '1'],
      ['b', '1'],
    ]);

    expect(failures).toEqual([{ values: ['b', '1'], code: 'EntityNotFoundException', message: 'gone' }]);
    expect(glue.commandCalls(BatchDeletePartitionCommand)[0]?.args[0].input.PartitionsToDelete).toEqual([
      { Values: ['a', '1'] },
      { Values: ['b', '1'] },
    ]);
  });
});
