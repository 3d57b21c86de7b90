import { EntityNotFoundException, GetPartitionsCommand, GlueClient } from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { statusCalls } from '../../../adapters/calls/status';
import { DESTINATION, exampleConfig } from '../../core/organization/example';

const glue = mockClient(GlueClient);
const { signal } = new AbortController();
const read = () => statusCalls(exampleConfig(), 1).readPartitions('us-east-1', 'inventory_latest', signal);

describe('statusCalls', () => {
  beforeEach(() => glue.reset());

  it("reads the destination account's catalog in the Region asked for", async () => {
    const regions: string[] = [];
    glue.on(GetPartitionsCommand).callsFake(async (_input, getClient: () => GlueClient) => {
      regions.push(await getClient().config.region());
      return { Partitions: [{ Values: ['logs'], StorageDescriptor: { Location: 's3://r/' } }] };
    });

    expect(await read()).toEqual([{ values: ['logs'], location: 's3://r/', parameters: {} }]);
    expect(regions).toEqual(['us-east-1']);
    expect(glue.commandCalls(GetPartitionsCommand)[0]?.args[0].input).toMatchObject({
      CatalogId: DESTINATION,
      DatabaseName: 's3_inventory',
      TableName: 'inventory_latest',
    });
  });

  it('finds no partitions where there is no such table or database', async () => {
    glue.on(GetPartitionsCommand).rejects(new EntityNotFoundException({ message: 'no database', $metadata: {} }));

    expect(await read()).toEqual([]);
  });

  it('rejects where AWS refuses', async () => {
    glue.on(GetPartitionsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));

    await expect(read()).rejects.toMatchObject({ operation: 'GetPartitions', code: 'AccessDeniedException' });
  });
});
