import { AwsCallError } from '../../../core/errors';
import type { VerifiedReport } from '../../../core/report/manifest';
import type { ReportKey } from '../../../core/report/report-key';
import type { Change } from '../../../core/reconcile/changes';
import { copyLocation, copyReport } from '../../../core/asset-register/copy-report';
import { type CopyPolicy, locationOf } from '../../../core/asset-register/location-of';
import { reconcileAssetRegister } from '../../../core/asset-register/reconcile-asset-register';
import { registerAssets } from '../../../core/asset-register/register-assets';
import { InMemoryCatalog } from '../catalog/in-memory-catalog';
import { sampleKey, scope } from '../report/sample-report';
import { COPIES_BUCKET, FakeCopies } from './fake-copies';
import { FakeReports } from './fake-asset-register';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 10);
const REGION = 'eu-west-1';
const PLACE = '333333333333 eu-west-1 logs';
const CSV = { fileFormat: 'CSV', fileSchema: 'Bucket, Key, Size' };

const at = (stamp: string, bucket = 'logs') => sampleKey({ stamp, bucket });
const morning = at('2026-01-02T01-00Z');
const noon = at('2026-01-02T12-00Z');
const nextDay = at('2026-01-03T01-00Z');

let catalog: InMemoryCatalog;
let reports: FakeReports;
let copies: FakeCopies;
let policy: CopyPolicy;
let changes: Change[];
/** Times at which reports became complete, in epoch milliseconds. Default: the day before. */
let completeSince: Map<string, number | undefined>;
beforeEach(() => {
  catalog = new InMemoryCatalog();
  reports = new FakeReports();
  copies = new FakeCopies();
  policy = { mode: 'reference', bucket: COPIES_BUCKET, days: 90 };
  changes = [];
  completeSince = new Map();
});

const steps = () => ({
  ...reports.steps(catalog),
  place: policy.mode === 'copy' ? (report: VerifiedReport) => copyReport(report, copies) : undefined,
});
const register = (...keys: ReportKey[]) => {
  reports.add(...keys);
  return registerAssets(steps(), keys);
};

function reconcile({ dryRun = false, refused = '' } = {}) {
  return reconcileAssetRegister(
    REGION,
    {
      scope: { ...scope, dryRun, completeBefore: NOW - HOUR, expiredBefore: NOW - 90 * 24 * HOUR },
      ...{ after: undefined, overdueAfter: 72 * HOUR, now: NOW, shouldStop: () => false },
    },
    {
      catalog,
      async *folders(folder) {
        await Promise.resolve();
        yield reports.below(scope.destinationBucket, folder);
      },
      reports: (folder) =>
        folder === refused
          ? Promise.reject(new AwsCallError('ListObjectsV2', {}, 'SlowDown', 'no'))
          : Promise.resolve(
              reports.stamps(scope.destinationBucket, folder).map((stamp) => ({
                stamp,
                hasSymlink: true,
                completeSince: completeSince.has(stamp) ? completeSince.get(stamp) : NOW - 24 * HOUR,
              })),
            ),
      copiesBucket: COPIES_BUCKET,
      copies: copies.dts,
      copiesExpiredBefore: () => NOW - policy.days * 24 * HOUR,
      locationOf: (key) => locationOf(key, policy, NOW),
      read: (key) => steps().read(key),
      register: (keys) => registerAssets(steps(), keys),
      onChange: (change) => void changes.push(change),
    },
  );
}
const shown = () => ({ days: catalog.list('asset_register'), latest: catalog.list('asset_register_latest') });

describe('reconciling the asset register with a Region', () => {
  it('changes nothing where the register shows what the bucket holds', async () => {
    await register(morning, noon, nextDay);
    catalog.calls.length = 0;

    const { totals } = await reconcile();

    expect(totals).toMatchObject({
      buckets: 1,
      reports: 3,
      recovered: 0,
      dropped: 0,
      repaired: 0,
      failed: 0,
      pending: 0,
    });
    expect(changes).toEqual([]);
    expect(catalog.writes()).toEqual([]);
  });

  it('registers reports whose event was lost, also the very first ones, and the newest of a day wins', async () => {
    reports.add(morning, noon, nextDay);

    const { totals } = await reconcile();

    expect(shown()).toEqual({
      days: { [`2026-01-02 ${PLACE}`]: noon.location, [`2026-01-03 ${PLACE}`]: nextDay.location },
      latest: { [PLACE]: nextDay.location },
    });
    expect(totals).toMatchObject({ recovered: 2, repaired: 0 });
  });

  it('drops what has expired, and the bucket when all of it has, also where its folder is gone', async () => {
    const gone = at('2026-01-02T01-00Z', 'gone');
    await register(morning, nextDay, gone);
    reports.expire(morning, gone);

    const { totals } = await reconcile();

    expect(shown()).toEqual({
      days: { [`2026-01-03 ${PLACE}`]: nextDay.location },
      latest: { [PLACE]: nextDay.location },
    });
    expect(totals).toMatchObject({ dropped: 2, repaired: 1 });
    expect(changes).toContainEqual({ kind: 'dropped', table: 'asset_register', bucket: 'gone', dt: '2026-01-02' });
    expect(changes).toContainEqual({
      kind: 'repaired',
      table: 'asset_register_latest',
      bucket: 'gone',
      from: gone.dt,
      to: undefined,
    });
  });

  it('moves back where the newest report of a day, or of all, is gone', async () => {
    await register(morning, noon, nextDay);
    reports.expire(noon, nextDay);

    await reconcile();

    expect(shown()).toEqual({
      days: { [`2026-01-02 ${PLACE}`]: morning.location },
      latest: { [PLACE]: morning.location },
    });
  });

  it('has the current state show the newest report again that somebody dropped there', async () => {
    await register(morning, nextDay);
    await catalog.deletePartitions('asset_register_latest', [['333333333333', REGION, 'logs']]);

    const { totals } = await reconcile();

    expect(shown().latest).toEqual({ [PLACE]: nextDay.location });
    expect(totals).toMatchObject({ recovered: 0, repaired: 1 });
  });

  it('leaves one report of a day and one current state where a bucket changed its format', async () => {
    reports.manifests.set(morning.manifestKey, CSV);
    await register(morning, noon);

    await reconcile();

    expect(shown()).toEqual({ days: { [`2026-01-02 ${PLACE}`]: noon.location }, latest: { [PLACE]: noon.location } });
    expect([catalog.list('asset_register_csv'), catalog.list('asset_register_latest_csv')]).toEqual([{}, {}]);
  });

  it('leaves a report alone that S3 still writes, or whose event may be under way', async () => {
    reports.add(morning, nextDay);
    completeSince.set('2026-01-02T01-00Z', undefined).set('2026-01-03T01-00Z', NOW - HOUR / 2);

    const { totals } = await reconcile();

    expect(totals).toMatchObject({ pending: 2, recovered: 0 });
    expect(shown()).toEqual({ days: {}, latest: {} });
  });

  it('says why a report is not registered, and shows the older one of its day', async () => {
    reports.add(morning, noon).manifests.set(noon.manifestKey, { sourceBucket: 'another' });

    const { totals } = await reconcile();

    expect(totals).toMatchObject({ recovered: 1, unregistrable: 1 });
    expect(shown().days).toEqual({ [`2026-01-02 ${PLACE}`]: morning.location });
  });

  it('touches nothing of another Region', async () => {
    await register(morning);
    await catalog.createPartitions('asset_register', [partitionOf('2026-01-02', 'us-east-1')]);

    await reconcile();

    expect(Object.keys(shown().days)).toEqual([`2026-01-02 ${PLACE}`, '2026-01-02 444444444444 us-east-1 media']);
  });

  it('drops nothing of buckets whose reports could not be listed, and says so', async () => {
    await register(morning);
    const before = shown();

    const { totals } = await reconcile({ refused: morning.folder });

    expect(totals).toMatchObject({ failed: 1, dropped: 0 });
    expect(shown()).toEqual(before);
  });

  it('writes nothing in a dry run, and says what a run would do', async () => {
    await register(morning);
    reports.expire(morning);
    reports.add(nextDay);
    catalog.calls.length = 0;

    const { totals } = await reconcile({ dryRun: true });

    expect(totals).toMatchObject({ recovered: 1, dropped: 1 });
    expect(catalog.writes()).toEqual([]);
  });

  it.each(['reference', 'copy'] as const)(
    'says in a dry run what the run after it does, in the mode %s, and neither copies nor writes anything',
    async (mode) => {
      policy = { ...policy, mode };
      const [lost, bad] = [at('2026-01-04T01-00Z'), at('2026-01-05T01-00Z')];
      const [late, later] = [at('2026-01-03T01-00Z', 'late'), at('2026-01-03T12-00Z', 'late')];
      const gone = at('2026-01-01T01-00Z', 'gone');
      await register(morning, gone, late);
      await catalog.deletePartitions('asset_register_latest', [['333333333333', REGION, 'logs']]);
      reports.expire(gone).add(noon, lost, bad, later).manifests.set(bad.manifestKey, { sourceBucket: 'another' });
      copies.expire(gone.dt);
      catalog.calls.length = copies.calls.length = 0;

      const rehearsed = await reconcile({ dryRun: true });
      const said = changes.splice(0);

      expect([catalog.writes(), copies.calls]).toEqual([[], []]);
      expect((await reconcile()).totals).toEqual(rehearsed.totals);
      expect(said).toEqual(changes);
      expect(said.map(({ kind }) => kind).sort()).toEqual([
        ...['dropped', 'recovered', 'recovered', 'recovered', 'repaired', 'unregistrable'],
      ]);
    },
  );

  it('says in a dry run that the current state will show the newest report again', async () => {
    await register(morning, nextDay);
    await catalog.deletePartitions('asset_register_latest', [['333333333333', REGION, 'logs']]);

    const { totals } = await reconcile({ dryRun: true });

    expect(totals).toMatchObject({ recovered: 0, repaired: 1 });
    expect(shown().latest).toEqual({});
  });
});

describe('a register whose mode changes', () => {
  const copyOf = (key: ReportKey) => copyLocation(key, COPIES_BUCKET);
  const all = (where: (key: ReportKey) => string) => ({
    days: { [`2026-01-02 ${PLACE}`]: where(noon), [`2026-01-03 ${PLACE}`]: where(nextDay) },
    latest: { [PLACE]: where(nextDay) },
  });
  const where = ({ location }: ReportKey) => location;

  it('brings in the history that is there when it is switched on, in either mode', async () => {
    for (const mode of ['reference', 'copy'] as const) {
      catalog = new InMemoryCatalog();
      policy = { ...policy, mode };
      reports.add(morning, noon, nextDay);
      await reconcile();
      expect(shown()).toEqual(all(mode === 'copy' ? copyOf : where));
    }
  });

  it('copies what it showed where it lay, once', async () => {
    await register(morning, noon, nextDay);
    policy = { ...policy, mode: 'copy' };
    await reconcile();
    expect(shown()).toEqual(all(copyOf));
    for (const location of Object.values(shown().days))
      expect(copies.filesAt(location)).toEqual([expect.objectContaining({ there: true })]);
    copies.calls.length = catalog.calls.length = 0;

    const { totals } = await reconcile();

    expect(totals).toMatchObject({ recovered: 0, dropped: 0, repaired: 0 });
    expect([copies.calls, catalog.writes()]).toEqual([[], []]);
  });

  it('points back to where reports lie, and keeps the copies of reports that are no longer there', async () => {
    policy = { ...policy, mode: 'copy' };
    await register(noon, nextDay);
    reports.expire(noon);
    policy = { ...policy, mode: 'reference' };

    await reconcile();

    expect(shown().days).toEqual({
      [`2026-01-02 ${PLACE}`]: copyOf(noon),
      [`2026-01-03 ${PLACE}`]: nextDay.location,
    });
    expect(shown().latest).toEqual({ [PLACE]: nextDay.location });
  });

  it('drops a copy that has expired, and makes no other of a report that is as old', async () => {
    policy = { ...policy, mode: 'copy' };
    await register(noon, nextDay);
    copies.expire(noon.dt);
    // The second scan was seven days ago, the first one eight days ago.
    policy = { ...policy, days: 7 };

    await reconcile();

    expect(shown()).toEqual({
      days: { [`2026-01-03 ${PLACE}`]: copyOf(nextDay) },
      latest: { [PLACE]: copyOf(nextDay) },
    });
    expect(copies.calls.filter((call) => call.startsWith('copy'))).toHaveLength(2);
  });
});

function partitionOf(day: string, region: string) {
  const input = catalog.partitions.get('asset_register')?.values().next().value;
  if (input === undefined) throw new Error('no partition');
  const Location = `s3://s3inventory-${region}-222222222222/inventory/444444444444/media/organization-inventory/hive/dt=${day}-01-00/`;
  return {
    ...input,
    Values: [day, '444444444444', region, 'media'],
    StorageDescriptor: { ...input.StorageDescriptor, Location },
  };
}
