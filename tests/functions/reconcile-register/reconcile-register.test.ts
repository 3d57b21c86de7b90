import { createLog } from '../../../adapters/aws/log';
import { AwsCallError } from '../../../core/errors';
import { destinationBucketName } from '../../../core/names/names';
import { type ReportKey, reportKeyOf } from '../../../core/report/report-key';
import { registerAssets } from '../../../core/asset-register/register-assets';
import { scopeOf } from '../../../functions/collector-environment';
import { createHandler } from '../../../functions/reconcile-register/reconcile-register';
import { InMemoryCatalog } from '../../core/catalog/in-memory-catalog';
import { scope } from '../../core/report/sample-report';
import { COPIES_BUCKET, FakeCopies } from '../../core/asset-register/fake-copies';
import { FakeReports, LOCATION } from '../../core/asset-register/fake-asset-register';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 10);
const ENOUGH = 900_000;

const settings = {
  ...scope,
  destinationAccount: '222222222222',
  database: 's3_asset_register',
  region: 'eu-west-1',
  endpoint: undefined,
  regions: ['eu-west-1', 'us-east-1'],
  location: LOCATION,
  reportsDays: 90,
  copies: { mode: 'reference' as const, bucket: COPIES_BUCKET, days: 90 },
};

function reportIn(region: string, account: string): ReportKey {
  const key = reportKeyOf({ account, bucket: 'logs', stamp: '2026-01-02T01-00Z' }, scopeOf(region, settings));
  if (key === undefined) throw new Error('not a report');
  return key;
}
const irish = reportIn('eu-west-1', '333333333333');
const virginian = reportIn('us-east-1', '444444444444');

/** A register and a Lambda over it, which keeps its positions in `kept`. */
function lambda() {
  const catalog = new InMemoryCatalog();
  const reports = new FakeReports();
  const lines: Record<string, unknown>[] = [];
  const writeLine = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const clock = { now: NOW };
  const kept = new Map<string, string>();
  const refused = new Set<string>();
  const bucketOf = (region: string) => destinationBucketName(region, settings.destinationAccount);
  const handler = createHandler({
    settings,
    inRegion: (region) => ({
      async *folders(folder) {
        await Promise.resolve();
        if (refused.has(region)) throw new AwsCallError('ListObjectsV2', { region }, 'AccessDenied', 'no');
        yield reports.below(bucketOf(region), folder);
      },
      reports: (folder) =>
        Promise.resolve(
          reports
            .stamps(bucketOf(region), folder)
            .map((stamp) => ({ stamp, completeSince: NOW - 24 * HOUR, hasSymlink: true })),
        ),
      catalog,
      copiesBucket: COPIES_BUCKET,
      sizesBelow: reports.sizesBelow,
      copyFiles: new FakeCopies(),
      copiesExpiredBefore: () => 0,
      copies: () => Promise.resolve(new Set<string>()),
      locationOf: ({ location }) => location,
      read: (key) => reports.steps(catalog).read(key),
      register: (keys, check) => registerAssets(reports.steps(catalog), keys, check),
    }),
    stateFile: (region) => ({
      read: () => Promise.resolve(kept.get(region)),
      write: (text) => Promise.resolve(void kept.set(region, text)),
    }),
    log: createLog(writeLine, { region: settings.region }),
    writeLine,
    now: () => clock.now,
  });
  return {
    catalog,
    reports,
    clock,
    kept,
    refused,
    /** `time` is what each question for the remaining time gets, the last one for good. */
    invoke: (...time: number[]) => {
      const rest = time.length === 0 ? [ENOUGH] : [...time];
      return handler({}, { getRemainingTimeInMillis: () => (rest.length > 1 ? rest.shift() : rest[0]) ?? 0 });
    },
    logged: () => lines.filter((line) => !('_aws' in line)),
    /** Sums of the metrics. */
    metric: (name: string) => lines.filter((line) => name in line).map((line) => line[name]),
  };
}

describe('reconcile-register', () => {
  it('registers lost reports of every Region, and says so in log and metrics', async () => {
    const { catalog, reports, invoke, logged, metric } = lambda();
    reports.add(irish, virginian);

    await invoke();

    expect(Object.values(catalog.list('asset_register')).sort()).toEqual([irish.location, virginian.location].sort());
    expect(logged()).toContainEqual(
      expect.objectContaining({ message: 'lost report registered', reportsOf: 'us-east-1', account: '444444444444' }),
    );
    expect(metric('ReportsRecovered')).toEqual([1, 1]);
    expect(metric('ReconcileCompleted')).toEqual([1]);
  });

  it('makes one pass a day: the other calls of the hour change nothing and say nothing in metrics', async () => {
    const { reports, catalog, clock, invoke, metric } = lambda();
    await invoke();
    reports.add(irish);
    clock.now += HOUR;
    await invoke();
    expect([catalog.list('asset_register'), metric('ReconcileCompleted')]).toEqual([{}, [1]]);

    clock.now += 23 * HOUR;
    await invoke();
    expect(Object.values(catalog.list('asset_register'))).toEqual([irish.location]);
    expect(metric('ReconcileCompleted')).toEqual([1, 1]);
  });

  it('reconciles the other Regions where one is refused, fails with the count, and is complete only when that one is', async () => {
    const { reports, catalog, refused, invoke, logged, metric } = lambda();
    reports.add(irish, virginian);
    refused.add('eu-west-1');

    await expect(invoke()).rejects.toThrow('AWS refused 1 times');

    expect(Object.values(catalog.list('asset_register'))).toEqual([virginian.location]);
    expect(logged()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'not reconciled',
        reportsOf: 'eu-west-1',
        reason: expect.stringContaining('AccessDenied') as string,
      }),
    );
    expect(metric('ReconcileCompleted')).toEqual([]);

    refused.clear();
    await invoke();
    expect(Object.values(catalog.list('asset_register'))).toHaveLength(2);
    expect(metric('ReconcileCompleted')).toEqual([1]);
  });

  it('stops before its time is up, and the next invocation goes on with the Regions that are left', async () => {
    const { reports, catalog, invoke, metric } = lambda();
    reports.add(irish, virginian);

    await invoke(ENOUGH, ENOUGH, 1000);
    expect(Object.values(catalog.list('asset_register'))).toEqual([irish.location]);
    expect(metric('ReconcileCompleted')).toEqual([]);

    await invoke();
    expect(Object.values(catalog.list('asset_register'))).toHaveLength(2);
    expect(metric('ReconcileCompleted')).toEqual([1]);
  });
});
