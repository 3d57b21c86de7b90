import type { Catalog, TableInput, TableWrite } from '../../../core/catalog/catalog';
import { AwsCallError, Orgs3Error } from '../../../core/errors';
import { bucketRows, rowsByRegion } from '../../../core/publish/bucket-rows';
import { publishBuckets, type PublishSteps } from '../../../core/publish/publish-buckets';
import { InMemoryCatalog } from '../catalog/in-memory-catalog';
import { account, bucket, DESTINATION, exampleConfig, snapshot } from '../organization/example';

const REGIONS = ['eu-west-1', 'us-east-1'];
const rows = rowsByRegion(
  bucketRows(
    exampleConfig(),
    snapshot(account('111111111111', { buckets: [bucket('a'), bucket('b'), bucket('c', 'us-east-1')] })),
  ),
  REGIONS,
);

function fakeAws() {
  const objects = new Map<string, string>();
  const order: string[] = [];
  const catalogs = new Map<string, Catalog>(REGIONS.map((region) => [region, new InMemoryCatalog()]));
  const steps: PublishSteps = {
    toParquet: (some) => Promise.resolve(Buffer.from(some.map((row) => row.bucket).join())),
    putObject: (region, name, key, content) => {
      objects.set(`s3://${name}/${key}`, Buffer.from(content).toString());
      order.push(`${region} ${key}`);
      return Promise.resolve();
    },
    catalog: (region) => catalogs.get(region) ?? new InMemoryCatalog(),
    onProgress: () => undefined,
  };
  return { objects, order, catalogs, steps };
}

const table = (catalog: Catalog | undefined) => catalog?.readTable('buckets');

describe('publishBuckets', () => {
  it("writes each Region's buckets to its destination bucket, with a table over them", async () => {
    const { objects, catalogs, steps } = fakeAws();
    const { published, failures } = await publishBuckets(DESTINATION, rows, steps);

    const place = (region: string) => `s3://s3inventory-${region}-${DESTINATION}/dimensions/buckets/`;
    expect(failures).toEqual([]);
    expect(published).toEqual([
      { region: 'eu-west-1', location: place('eu-west-1'), buckets: 2, bytes: 3, table: 'create' },
      { region: 'us-east-1', location: place('us-east-1'), buckets: 1, bytes: 1, table: 'create' },
    ]);
    expect(objects.get(`${place('eu-west-1')}data/buckets.parquet`)).toBe('a,b');
    expect(objects.get(`${place('eu-west-1')}symlink.txt`)).toBe(`${place('eu-west-1')}data/buckets.parquet\n`);
    const made = (await table(catalogs.get('eu-west-1')))?.input;
    expect(made?.PartitionKeys).toEqual([]);
    expect(made?.StorageDescriptor).toMatchObject({
      Location: place('eu-west-1'),
      InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
    });
    expect(made?.StorageDescriptor.Columns).toContainEqual({ Name: 'tags', Type: 'map<string,string>' });
  });

  it('does not write an up-to-date table, and updates an outdated one', async () => {
    const { catalogs, steps } = fakeAws();
    await publishBuckets(DESTINATION, rows, steps);
    const catalog = catalogs.get('us-east-1');
    const found = await table(catalog);
    const wrong = { ...found?.input.StorageDescriptor, Columns: [{ Name: 'bucket', Type: 'string' }] };
    await catalog?.updateTable(
      { ...found?.input, Description: 'ours', StorageDescriptor: wrong } as TableInput,
      found?.version,
    );
    const { published } = await publishBuckets(DESTINATION, rows, steps);

    expect(published.map((one) => one.table)).toEqual(['none', 'update']);
    const mended = (await table(catalog))?.input;
    expect(mended?.StorageDescriptor.Columns).toHaveLength(9);
    expect(mended?.Description).toBe('ours');
  });

  it('continues with the other Regions where AWS refuses one, and creates no table there', async () => {
    const { catalogs, steps } = fakeAws();
    const refused = new Orgs3Error('no bucket');
    const putObject: PublishSteps['putObject'] = (region, ...rest) =>
      region === 'eu-west-1' ? Promise.reject(refused) : steps.putObject(region, ...rest);
    const { published, failures } = await publishBuckets(DESTINATION, rows, { ...steps, putObject });

    expect(failures).toEqual([{ region: 'eu-west-1', error: refused }]);
    expect(published.map(({ region }) => region)).toEqual(['us-east-1']);
    expect(await table(catalogs.get('eu-west-1'))).toBeUndefined();
  });

  it('names the policy of an operator where AWS refuses', async () => {
    const { steps } = fakeAws();
    const denied = new AwsCallError('PutObject', { region: 'eu-west-1' }, 'AccessDenied', 'not authorized');
    const { failures } = await publishBuckets(DESTINATION, rows, { ...steps, putObject: () => Promise.reject(denied) });

    expect(failures.map(({ error }) => error.next)).toEqual(
      REGIONS.map(() => expect.stringContaining('"orgs3 policy operator"') as string),
    );
  });

  it('plans a table again that another writer changed, and gives up after three attempts', async () => {
    const { steps } = fakeAws();
    const raced = (answers: TableWrite[]): PublishSteps => {
      const catalog = new InMemoryCatalog();
      const createTable: Catalog['createTable'] = async (input, indexes) =>
        answers.shift() === 'conflict' ? 'conflict' : catalog.createTable(input, indexes);
      return { ...steps, catalog: () => Object.assign(Object.create(catalog) as Catalog, { createTable }) };
    };
    const one = new Map([...rows].slice(0, 1));
    const once = await publishBuckets(DESTINATION, one, raced(['conflict']));
    const always = await publishBuckets(DESTINATION, one, raced(['conflict', 'conflict', 'conflict']));

    expect(once.published.map((each) => each.table)).toEqual(['create']);
    expect(always.failures[0]?.error.message).toContain('was changed by another writer during each of 3 attempts');
  });

  it('refuses a table of that name that has partitions', async () => {
    const { catalogs, steps } = fakeAws();
    const foreign = { Name: 'buckets', PartitionKeys: [{ Name: 'day', Type: 'string' }] };
    await publishBuckets(DESTINATION, rows, steps);
    const made = await table(catalogs.get('eu-west-1'));
    await catalogs.get('eu-west-1')?.updateTable({ ...made?.input, ...foreign } as TableInput, made?.version);
    const { failures } = await publishBuckets(DESTINATION, rows, steps);

    expect(failures.map(({ region, error }) => [region, error.message])).toEqual([
      ['eu-west-1', 'Table buckets has partitions, so "orgs3 publish" did not create it.'],
    ]);
  });
});
