import { AwsCallError } from '../../../core/errors';
import type { FileCheck } from '../../../core/report/data-files';
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
  place:
    policy.mode === 'copy'
      ? (report: VerifiedReport, check?: FileCheck) => copyReport(report, copies, check)
      : undefined,
});
const register = (...keys: ReportKey[]) => {
  reports.add(...keys);
  return registerAssets(steps(), keys);
};

function reconcile({ dryRun = false, verify = false, refused = '' } = {}) {
  return reconcileAssetRegister(
    REGION,
    {
      scope: { ...scope, dryRun, verify, completeBefore: NOW - HOUR, expiredBefore: NOW - 90 * 24 * HOUR },
      after: undefined,
      overdueAfter: 72 * HOUR,
      now: NOW,
      shouldStop: () => false,
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
      sizesBelow: reports.sizesBelow,
      copyFiles: copies,
      copiesExpiredBefore: () => NOW - policy.days * 24 * HOUR,
      locationOf: (key) => locationOf(key, policy, NOW),
      read: (key) => steps().read(key),
      register: (keys, check) => registerAssets(steps(), keys, check),
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
    expect(changes).toContainEqual({
      kind: 'dropped',
      table: 'asset_register',
      bucket: 'gone',
      dt: '2026-01-02',
      reason: 'the report is gone',
    });
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

describe('a reconciliation that verifies', () => {
  const dataFile = (key: ReportKey) => `${key.folder}data/${key.dt}.parquet`;
  const withOwnFiles = (...keys: ReportKey[]) => {
    for (const key of keys)
      reports.manifests.set(key.manifestKey, {
        files: [{ key: dataFile(key), size: 1234, MD5checksum: 'a'.repeat(32) }],
      });
  };
  const listings = () => reports.calls.filter((call) => call.startsWith('sizes'));

  it('shows the newest whole report of the day and of all where a data file is gone, and so does the pass after it', async () => {
    withOwnFiles(morning, noon);
    await register(morning, noon);
    reports.deleted.add(dataFile(noon));

    const { totals } = await reconcile({ verify: true });

    const whole = { days: { [`2026-01-02 ${PLACE}`]: morning.location }, latest: { [PLACE]: morning.location } };
    expect(shown()).toEqual(whole);
    expect(totals).toMatchObject({ dropped: 1, failed: 0, unregistrable: 0 });
    expect(changes).toContainEqual({
      kind: 'dropped',
      table: 'asset_register',
      bucket: 'logs',
      dt: '2026-01-02',
      reason: `its data file ${dataFile(noon)} is gone`,
    });

    const again = await reconcile();

    expect(shown()).toEqual(whole);
    expect(again.totals).toMatchObject({ recovered: 0, unregistrable: 1 });

    reports.deleted.clear();
    await reconcile();
    expect(shown().latest).toEqual({ [PLACE]: noon.location });
  });

  it('costs two reads per report that is shown and one listing per bucket, and nothing where it does not verify', async () => {
    await register(morning, nextDay);
    reports.calls.length = 0;
    await reconcile();
    expect(reports.calls).toEqual([]);

    await reconcile({ verify: true });

    expect(reports.calls.filter((call) => call.startsWith('read'))).toHaveLength(2);
    expect(listings()).toEqual([`sizes ${morning.folder}data/`]);
  });

  it('says in a dry run what it would drop', async () => {
    withOwnFiles(morning);
    await register(morning);
    reports.deleted.add(dataFile(morning));
    catalog.calls.length = 0;

    const { totals } = await reconcile({ verify: true, dryRun: true });

    expect(totals).toMatchObject({ dropped: 1, repaired: 1 });
    expect(catalog.writes()).toEqual([]);
  });

  it('has a copy made anew of which a file is gone', async () => {
    policy = { ...policy, mode: 'copy' };
    await register(morning);
    const [file = ''] = (await copies.named(copyLocation(morning, COPIES_BUCKET))) ?? [];
    copies.objects.delete(file);
    copies.calls.length = 0;

    const { totals } = await reconcile({ verify: true });

    expect(totals).toMatchObject({ dropped: 1, recovered: 1, failed: 0 });
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'dropped', reason: `the copy ${file} of its data file is gone` }),
    );
    expect(copies.filesAt(copyLocation(morning, COPIES_BUCKET))).toMatchObject([{ there: true }]);
    expect(shown().latest).toEqual({ [PLACE]: copyLocation(morning, COPIES_BUCKET) });
  });

  it('leaves out a report that cannot be copied, as a data file of it is gone, and copies nothing', async () => {
    policy = { ...policy, mode: 'copy' };
    withOwnFiles(morning);
    reports.add(morning).deleted.add(dataFile(morning));

    const { totals } = await reconcile();

    expect(totals).toMatchObject({ recovered: 0, unregistrable: 1, failed: 0 });
    expect(copies.objects.size).toBe(0);
  });

  it('drops a damaged copy of a report that has expired where it was delivered', async () => {
    policy = { ...policy, mode: 'copy' };
    await register(morning, nextDay);
    const [file = ''] = (await copies.named(copyLocation(nextDay, COPIES_BUCKET))) ?? [];
    copies.objects.set(file, { size: 5 });
    reports.expire(morning, nextDay);

    await reconcile({ verify: true });

    expect(shown().days).toEqual({ [`2026-01-02 ${PLACE}`]: copyLocation(morning, COPIES_BUCKET) });
    expect(changes).toContainEqual(
      expect.objectContaining({
        reason: 'the copies of its data files have 5 bytes, and its manifest said 1234',
      }),
    );
  });
});

describe('what is told', () => {
  it('of a report that the mode moves is not that its event was lost', async () => {
    await register(morning);
    policy = { ...policy, mode: 'copy' };

    await reconcile();

    expect(changes).toContainEqual(expect.objectContaining({ kind: 'recovered', shownAt: morning.location }));
  });

  it('of a bucket whose newest report is in another format is where that report is', async () => {
    reports.manifests.set(noon.manifestKey, CSV);
    reports.add(morning, noon);
    await registerAssets(steps(), [morning]).catch(() => undefined);
    await reconcile();

    for (const change of changes)
      if (change.kind === 'repaired' && change.to === undefined)
        expect(change.shownIn).toBe('asset_register_latest_csv');
    expect(Object.keys(catalog.list('asset_register_latest_csv'))).toEqual([PLACE]);
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
