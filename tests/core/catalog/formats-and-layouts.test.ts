import { partitionInput } from '../../../core/catalog/partitions';
import { registerInCatalog } from '../../../core/catalog/register-reports';
import { layoutId } from '../../../core/catalog/tables';
import { sampleReport } from '../report/sample-report';
import { InMemoryCatalog } from './in-memory-catalog';

const LOCATION = 's3://s3inventory-eu-west-1-222222222222/inventory/';
const day = (number: number, bucket = 'logs') => ({ stamp: `2026-01-0${number}T01-00Z`, bucket });
const csv = (fileSchema: string) => ({ fileFormat: 'CSV', fileSchema });
const parquet = (...columns: string[]) => ({
  fileSchema: `message m { ${columns.map((column) => `optional ${column};`).join(' ')} }`,
});
const SHORT = 'Bucket, Key, Size';
const LONG = 'Bucket, Key, VersionId, Size';
const longTable = `inventory_csv_${layoutId([{ name: 'bucket' }, { name: 'key' }, { name: 'version_id' }, { name: 'size' }])}`;

const register = async (catalog: InMemoryCatalog, ...reports: ReturnType<typeof sampleReport>[]) =>
  [...(await registerInCatalog({ catalog, location: LOCATION }, reports)).values()].map(({ status }) => status);
/** Names of the tables of a kind that show a bucket. */
const shownIn = (catalog: InMemoryCatalog, prefix: string, value = 'logs') =>
  [...catalog.partitions.keys()].filter((name) => name.startsWith(prefix) && value in catalog.list(name)).sort();

describe('a bucket that changes the format of its reports', () => {
  it('has one current report from the first registration on, there and back again', async () => {
    const catalog = new InMemoryCatalog();

    await register(catalog, sampleReport(day(1)));
    await register(catalog, sampleReport(day(2), csv(SHORT)));
    expect(shownIn(catalog, 'inventory_latest')).toEqual(['inventory_latest_csv']);
    await register(catalog, sampleReport(day(3)));

    expect(shownIn(catalog, 'inventory_latest')).toEqual(['inventory_latest']);
  });

  it('keeps the newest where an older report in another format comes late', async () => {
    const catalog = new InMemoryCatalog();

    await register(catalog, sampleReport(day(2), csv(SHORT)));
    await register(catalog, sampleReport(day(1)));

    expect(shownIn(catalog, 'inventory_latest')).toEqual(['inventory_latest_csv']);
    expect(Object.keys(catalog.list('inventory'))).toEqual(['logs 2026-01-01-01-00']);
  });
});

describe('CSV reports with other columns', () => {
  it('are registered in tables of their own, and the history of before stays', async () => {
    const catalog = new InMemoryCatalog();

    expect(await register(catalog, sampleReport(day(1), csv(SHORT)))).toEqual(['registered']);
    expect(await register(catalog, sampleReport(day(2), csv(LONG)))).toEqual(['registered']);
    expect(await register(catalog, sampleReport(day(3), csv(SHORT)))).toEqual(['registered']);

    expect(Object.keys(catalog.list('inventory_csv'))).toEqual(['logs 2026-01-01-01-00', 'logs 2026-01-03-01-00']);
    expect(Object.keys(catalog.list(longTable))).toEqual(['logs 2026-01-02-01-00']);
    expect(shownIn(catalog, 'inventory_latest')).toEqual(['inventory_latest_csv']);
  });

  it('are registered in any mix within one batch, each layout in one table', async () => {
    const catalog = new InMemoryCatalog();
    const reports = [1, 2, 3, 4].map((number) =>
      sampleReport(day(number, `bucket-${number}`), csv(number % 2 === 0 ? LONG : SHORT)),
    );

    expect(await register(catalog, ...reports)).toEqual(Array(4).fill('registered'));

    expect(Object.keys(catalog.list('inventory_csv'))).toHaveLength(2);
    expect(Object.keys(catalog.list(longTable))).toHaveLength(2);
  });

  it('stay in one table where an earlier version had put a shorter layout into a longer table', async () => {
    const catalog = new InMemoryCatalog();
    const report = sampleReport(day(1), csv(SHORT));
    await register(catalog, sampleReport(day(2), csv('Bucket, Key, Size, ETag')));
    const columns = catalog.tables.get('inventory_csv')?.input.StorageDescriptor.Columns ?? [];
    await catalog.createPartitions('inventory_csv', [partitionInput('history', report, columns)]);

    expect(await register(catalog, report)).toEqual(['unchanged']);

    expect(shownIn(catalog, 'inventory_csv', 'logs 2026-01-01-01-00')).toEqual(['inventory_csv']);
  });
});

describe('the columns of partitions', () => {
  it('are the first of their table, in its order, whatever the order of the reports', async () => {
    const catalog = new InMemoryCatalog();
    await register(catalog, sampleReport(day(1, 'plain'), parquet('binary key', 'int64 size')));
    await register(
      catalog,
      sampleReport(day(1, 'versioned'), parquet('binary key', 'binary version_id', 'int64 size')),
    );
    await register(catalog, sampleReport(day(2, 'plain'), parquet('int64 size', 'binary key')));

    const table = catalog.tables.get('inventory')?.input.StorageDescriptor.Columns ?? [];
    expect(table.map(({ Name }) => Name)).toEqual(['key', 'size', 'version_id']);
    for (const name of ['inventory', 'inventory_latest']) {
      for (const { StorageDescriptor } of catalog.partitions.get(name)?.values() ?? [])
        expect(StorageDescriptor.Columns).toEqual(table.slice(0, StorageDescriptor.Columns.length));
    }
  });
});
