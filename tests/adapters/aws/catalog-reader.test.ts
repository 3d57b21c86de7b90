import { EntityNotFoundException, GetPartitionsCommand, GetTablesCommand, GlueClient } from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { catalogReader } from '../../../adapters/aws/catalog-reader';

const glue = mockClient(GlueClient);
const { signal } = new AbortController();
const reader = () => catalogReader({ region: 'eu-west-1' }, new GlueClient({ region: 'eu-west-1' }));
const partition = (bucket: string) => ({
  Values: [bucket],
  StorageDescriptor: { Location: `s3://reports/${bucket}/hive/dt=1/` },
});

describe('catalogReader', () => {
  beforeEach(() => glue.reset());

  it('reads the tables with their columns, partition columns and reader class', async () => {
    glue.on(GetTablesCommand, { DatabaseName: 's3_inventory' }).resolves({
      TableList: [
        {
          Name: 'inventory',
          PartitionKeys: [{ Name: 'bucketname', Type: 'string' }],
          StorageDescriptor: {
            Columns: [{ Name: 'key', Type: 'string' }],
            Location: 's3://reports/inventory/',
            SerdeInfo: { SerializationLibrary: 'some.Serde' },
          },
        },
      ],
    });

    expect(await reader().readTables(signal)).toEqual([
      {
        name: 'inventory',
        columns: [{ name: 'key', type: 'string' }],
        partitionKeys: ['bucketname'],
        location: 's3://reports/inventory/',
        serde: 'some.Serde',
      },
    ]);
  });

  it('tells a database that is not there from one that cannot be read', async () => {
    glue.on(GetTablesCommand).rejectsOnce(new EntityNotFoundException({ message: 'no database', $metadata: {} }));
    expect(await reader().readTables(signal)).toEqual([]);

    glue.on(GetTablesCommand).rejects(Object.assign(new Error('not allowed'), { name: 'AccessDeniedException' }));
    await expect(reader().readTables(signal)).rejects.toThrow(
      'GetTables of the tables of s3_inventory in eu-west-1 failed: AccessDeniedException: not allowed',
    );
  });

  it('reads every page of partitions, without their columns', async () => {
    glue
      .on(GetPartitionsCommand, { NextToken: undefined })
      .resolves({ Partitions: [partition('a')], NextToken: 'more' })
      .on(GetPartitionsCommand, { NextToken: 'more' })
      .resolves({ Partitions: [partition('b')] });

    expect(await reader().readPartitions('inventory', signal)).toEqual([
      { values: ['a'], location: 's3://reports/a/hive/dt=1/', parameters: {} },
      { values: ['b'], location: 's3://reports/b/hive/dt=1/', parameters: {} },
    ]);
    expect(glue.commandCalls(GetPartitionsCommand)[0]?.args[0].input).toMatchObject({ ExcludeColumnSchema: true });
  });

  it("keeps a partition's parameters", async () => {
    glue.on(GetPartitionsCommand).resolves({ Partitions: [{ ...partition('a'), Parameters: { 'orgs3.dt': '1' } }] });

    expect(await reader().readPartitions('inventory', signal)).toEqual([
      { values: ['a'], location: 's3://reports/a/hive/dt=1/', parameters: { 'orgs3.dt': '1' } },
    ]);
  });

  it('names the account whose catalog it reads, where it is told', async () => {
    glue.on(GetPartitionsCommand).resolves({ Partitions: [] });
    glue.on(GetTablesCommand).resolves({});
    const access = { region: 'eu-west-1', account: '222222222222' };
    const theirs = catalogReader(access, new GlueClient({ region: 'eu-west-1' }));
    await theirs.readPartitions('inventory', signal);
    await theirs.readTables(signal);
    await reader().readPartitions('inventory', signal);

    const catalogs = glue.calls().map(({ args }) => args[0].input as { readonly CatalogId?: string });
    expect(catalogs.map(({ CatalogId }) => CatalogId)).toEqual(['222222222222', '222222222222', undefined]);
  });

  it('names a partition without a location', async () => {
    glue.on(GetPartitionsCommand).resolves({ Partitions: [{ Values: ['a', '2026'] }] });

    await expect(reader().readPartitions('inventory', signal)).rejects.toThrow('Partition a/2026 of table');
  });
});
