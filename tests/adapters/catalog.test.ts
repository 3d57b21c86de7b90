import {
  AlreadyExistsException,
  BatchCreatePartitionCommand,
  BatchGetPartitionCommand,
  BatchUpdatePartitionCommand,
  ConcurrentModificationException,
  CreateTableCommand,
  EntityNotFoundException,
  GetTableCommand,
  GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { GlueCatalog } from '../../adapters/catalog';
import { partitionInput } from '../../core/catalog/partitions';
import { tableInput, tableSpec } from '../../core/catalog/tables';
import { sampleReport } from '../core/inventory/sample-report';

const glue = mockClient(GlueClient);
const catalog = new GlueCatalog(new GlueClient({ region: 'eu-west-1' }), {
  account: '222222222222',
  region: 'eu-west-1',
  database: 's3_inventory',
});
const table = tableInput(tableSpec('history', 'Parquet'), [{ name: 'key', type: 'string' }], 's3://bucket/inventory/');
const partition = partitionInput('history', sampleReport());
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
      next: 'see that database s3_inventory exists in account 222222222222 in eu-west-1: stack collector-eu-west-1 makes it',
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

    expect(actual).toEqual([{ values: ['a', '1'], location: 's3://a/', parameters: { x: 'y' } }]);
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
