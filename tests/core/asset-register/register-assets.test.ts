import { type ReportKey, reportKeyOf } from '../../../core/report/report-key';
import { registerAssets } from '../../../core/asset-register/register-assets';
import { InMemoryCatalog } from '../catalog/in-memory-catalog';
import { sampleKey, scope } from '../report/sample-report';
import { FakeReports, LOCATION } from './fake-asset-register';

let catalog: InMemoryCatalog;
let reports: FakeReports;
beforeEach(() => {
  catalog = new InMemoryCatalog();
  reports = new FakeReports();
});

async function register(...keys: ReportKey[]) {
  const outcomes = await registerAssets(reports.add(...keys).steps(catalog), keys);
  return keys.map((key) => outcomes.get(key));
}
const statuses = async (...keys: ReportKey[]) => (await register(...keys)).map((outcome) => outcome?.status);

const at = (stamp: string) => sampleKey({ stamp });
const morning = at('2026-01-02T01-00Z');
const noon = at('2026-01-02T12-00Z');
const nextDay = at('2026-01-03T01-00Z');
const inVirginia = reportKeyOf(
  { account: '444444444444', bucket: 'media', stamp: '2026-01-02T01-00Z' },
  { ...scope, destinationBucket: 's3inventory-us-east-1-222222222222' },
);
if (inVirginia === undefined) throw new Error('not a report');

const PLACE = '333333333333 eu-west-1 logs';

describe('the asset register', () => {
  it('leaves a report alone that has expired: S3 may remove its files before the next pass', async () => {
    const steps = { ...reports.add(morning, nextDay).steps(catalog), expiredBefore: () => noon.scanStarted };
    const outcomes = await registerAssets(steps, [morning, nextDay]);

    expect(outcomes.get(morning)).toEqual({ status: 'unchanged' });
    expect(Object.values(catalog.list('asset_register'))).toEqual([nextDay.location]);
  });

  it('holds the reports of all Regions by day, account, Region and bucket, where they lie', async () => {
    expect(await register(morning, inVirginia, nextDay)).toEqual(
      Array(3).fill({ status: 'registered', tables: expect.arrayContaining(['asset_register']) as string[] }),
    );

    expect(catalog.list('asset_register')).toEqual({
      [`2026-01-02 ${PLACE}`]: morning.location,
      '2026-01-02 444444444444 us-east-1 media': inVirginia.location,
      [`2026-01-03 ${PLACE}`]: nextDay.location,
    });
    expect(catalog.list('asset_register_latest')).toEqual({
      [PLACE]: nextDay.location,
      '444444444444 us-east-1 media': inVirginia.location,
    });
  });

  it('makes tables whose partition keys no column shares', async () => {
    await register(morning);

    for (const name of ['asset_register', 'asset_register_latest']) {
      const { input, indexes } = catalog.tables.get(name) ?? {};
      const keys = input?.PartitionKeys.map(({ Name }) => Name) ?? [];
      expect(keys).toEqual(['dt', 'account', 'region', 'bucket'].slice(name === 'asset_register' ? 0 : 1));
      expect(input?.StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual([
        'key',
        'size',
        'last_modified_date',
        'e_tag',
      ]);
      expect(input?.StorageDescriptor.Location).toBe(LOCATION);
      expect(indexes?.length).toBeLessThanOrEqual(3);
      for (const { Keys } of indexes ?? []) expect(keys).toEqual(expect.arrayContaining(Keys));
    }
  });

  it('shows the newest scan of a day, in whatever order they come', async () => {
    expect(await statuses(noon)).toEqual(['registered']);
    expect(await statuses(morning)).toEqual(['unchanged']);
    expect(catalog.list('asset_register')).toEqual({ [`2026-01-02 ${PLACE}`]: noon.location });

    catalog = new InMemoryCatalog();
    reports = new FakeReports();
    await register(morning);
    await register(noon);
    expect(catalog.list('asset_register')).toEqual({ [`2026-01-02 ${PLACE}`]: noon.location });

    catalog = new InMemoryCatalog();
    await register(morning, noon);
    expect(catalog.list('asset_register')).toEqual({ [`2026-01-02 ${PLACE}`]: noon.location });
  });

  it('changes nothing where a report comes again', async () => {
    await register(morning, nextDay);
    catalog.calls.length = 0;

    expect(await statuses(morning, nextDay)).toEqual(['unchanged', 'unchanged']);
    expect(catalog.writes()).toEqual([]);
  });

  it('registers a newer report too that S3 holds by now', async () => {
    reports.add(noon, nextDay);

    expect(await statuses(morning)).toEqual(['registered']);
    expect(catalog.list('asset_register')).toEqual({
      [`2026-01-02 ${PLACE}`]: noon.location,
      [`2026-01-03 ${PLACE}`]: nextDay.location,
    });
    expect(catalog.list('asset_register_latest')).toEqual({ [PLACE]: nextDay.location });
  });

  it('leaves the older report where the newer one must not be registered', async () => {
    reports.add(nextDay).manifests.set(nextDay.manifestKey, { sourceBucket: 'another' });

    expect(await statuses(morning)).toEqual(['registered']);
    expect(catalog.list('asset_register_latest')).toEqual({ [PLACE]: morning.location });
  });

  it('fails a report where S3 does not say what is newer, or where the newer one fails, so that it comes again', async () => {
    const steps = reports.add(morning, nextDay).steps(catalog);
    const refused = new Error('SlowDown');
    const unlisted = await registerAssets({ ...steps, rivals: () => Promise.reject(refused) }, [morning]);
    const unread = await registerAssets(
      { ...steps, read: (key) => (key.dt === nextDay.dt ? Promise.reject(refused) : steps.read(key)) },
      [morning],
    );

    expect([unlisted.get(morning), unread.get(morning)]).toEqual(Array(2).fill({ status: 'failed', error: refused }));
  });

  it('fails a report alone that cannot be read', async () => {
    const outcomes = await registerAssets(reports.add(morning).steps(catalog), [morning, nextDay]);

    expect(outcomes.get(morning)).toMatchObject({ status: 'registered' });
    expect(outcomes.get(nextDay)).toMatchObject({ status: 'failed' });
  });

  it('costs two reads, a listing and a share of the batches per report', async () => {
    const keys = Array.from({ length: 100 }, (_, index) => sampleKey({ bucket: `bucket-${index}` }));
    await register(...keys);

    expect(reports.calls).toHaveLength(200); // "read" stands for both files
    // The first reports: two tables, and the four views over them, each read before it is made.
    expect(catalog.calls.sort()).toEqual([
      ...['createPartitions', 'createPartitions', ...Array<string>(2 + 4).fill('createTable')],
      ...['readPartitions', 'readPartitions', ...Array<string>(4).fill('readTable')],
      ...Array<string>(2 + 4).fill('readTables'),
    ]);
  });
});
