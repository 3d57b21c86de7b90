import { createLog } from '../../../adapters/aws/log';
import { readState } from '../../../core/reconcile/reconcile-state';
import { createHandler } from '../../../functions/reconcile-catalog/reconcile-catalog';
import { scope } from '../../core/report/sample-report';
import { InMemoryRegion, NOW } from '../../core/reconcile/in-memory-region';

const HOUR = 3_600_000;
const ENOUGH = 900_000;

/** A Region and a Lambda over it, which keeps its position in `kept`. */
function lambda(region = new InMemoryRegion()) {
  const lines: Record<string, unknown>[] = [];
  const writeLine = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const clock = { now: NOW };
  const kept: { text?: string; writes: number } = { writes: 0 };
  const handler = createHandler({
    settings: {
      ...scope,
      destinationAccount: '222222222222',
      database: 's3_inventory',
      region: 'eu-west-1',
      endpoint: undefined,
      overdueAfterDays: 3,
      stateBucket: 'results',
      reportsDays: 90,
    },
    folders: { below: region.steps.folders },
    reports: { read: region.steps.readReport },
    sizesBelow: region.steps.sizesBelow,
    catalog: region.catalog,
    stateFile: {
      read: () => Promise.resolve(kept.text),
      write: (text) => {
        kept.text = text;
        kept.writes += 1;
        return Promise.resolve();
      },
    },
    log: createLog(writeLine, { region: 'eu-west-1' }),
    writeLine,
    now: () => clock.now,
  });
  return {
    region,
    clock,
    kept,
    state: () => readState(kept.text ?? ''),
    /** `time` is what each question for the remaining time gets, the last one for good. */
    invoke: (...time: number[]) => {
      const rest = time.length === 0 ? [ENOUGH] : [...time];
      return handler({}, { getRemainingTimeInMillis: () => (rest.length > 1 ? rest.shift() : rest[0]) ?? 0 });
    },
    logged: () => lines.filter((line) => !('_aws' in line)),
    metrics: () => lines.filter((line) => '_aws' in line),
  };
}

const names = (count: number) =>
  Array.from({ length: count }, (_, index) => `bucket-${String(index).padStart(3, '0')}`);

describe('reconcile-catalog', () => {
  it('registers a report whose event was lost, and says so in log and metrics', async () => {
    const { region, invoke, logged, metrics } = lambda();
    region.deliver({ stamp: '2026-01-09T01-00Z' });

    await invoke();

    expect(Object.keys(region.catalog.list('inventory'))).toEqual(['logs 2026-01-09-01-00']);
    expect(logged()).toMatchObject([
      {
        level: 'warn',
        message: 'lost report registered',
        account: '333333333333',
        bucket: 'logs',
        region: 'eu-west-1',
      },
      { level: 'info', message: 'pass complete', buckets: 1, reports: 1, recovered: 1 },
    ]);
    expect(metrics()).toMatchObject([
      {
        Region: 'eu-west-1',
        ReconcileCompleted: 1,
        ReportsRecovered: 1,
        ReportsUnregistrable: 0,
        PartitionsDropped: 0,
        LatestRepaired: 0,
        BucketsOverdue: 0,
        BucketsSilent: 0,
      },
    ]);
  });

  it('says which buckets are overdue: those without a report for longer than it is told', async () => {
    const { region, invoke, metrics } = lambda();
    await region.register({ stamp: '2026-01-05T01-00Z' });
    await region.register({ bucket: 'photos', stamp: '2026-01-09T01-00Z' });

    await invoke();

    expect(metrics()).toMatchObject([{ BucketsOverdue: 1, BucketsSilent: 0 }]);
  });

  it('makes one pass a day: the other calls of the hour read its position and end', async () => {
    const { region, clock, invoke, logged, metrics } = lambda();
    await region.register();
    await invoke();
    const listed = region.listed.length;

    clock.now += 23 * HOUR;
    await invoke();
    expect(region.listed).toHaveLength(listed);
    expect(logged().at(-1)).toMatchObject({ message: 'nothing to reconcile yet' });

    clock.now += HOUR;
    await invoke();
    expect(region.listed.length).toBeGreaterThan(listed);
    expect(metrics()).toHaveLength(2);
  });

  it('stops before its time is up, and the next invocation goes on where it stopped; the pass is counted as a whole', async () => {
    const { region, invoke, state, metrics } = lambda();
    for (const bucket of names(60)) region.deliver({ bucket });

    await invoke(ENOUGH, 59_999);
    expect(Object.keys(region.catalog.list('inventory'))).toHaveLength(25);
    expect(state()).toMatchObject({ complete: false, after: { bucket: 'bucket-024' }, totals: { recovered: 25 } });
    expect(metrics()).toEqual([]);

    await invoke();
    expect(Object.keys(region.catalog.list('inventory'))).toHaveLength(60);
    expect(region.read).toHaveLength(60);
    expect(state()).toMatchObject({ complete: true, totals: { buckets: 60, recovered: 60 } });
    expect(metrics()).toMatchObject([{ ReconcileCompleted: 1, ReportsRecovered: 60 }]);
  });

  it('keeps its position once a minute, so that a killed invocation loses no more', async () => {
    const { region, clock, kept, invoke } = lambda();
    for (const bucket of names(75)) await region.register({ bucket });
    const readPartitions = region.catalog.readPartitions.bind(region.catalog);
    region.catalog.readPartitions = (...asked) => {
      clock.now += 40_000;
      return readPartitions(...asked);
    };

    await invoke();

    expect(kept.writes).toBeGreaterThanOrEqual(2);
    expect(kept.writes).toBeLessThan(75 / 25 + 2);
  });

  it('fails where AWS refused some buckets, after all others are done; the log says which and what to do', async () => {
    const { region, invoke, logged, metrics } = lambda();
    for (const bucket of names(60)) region.deliver({ bucket });
    region.refused.add('inventory/333333333333/bucket-000/');

    await expect(invoke()).rejects.toThrow(/^AWS refused 1 time/);

    expect(Object.keys(region.catalog.list('inventory'))).toHaveLength(35);
    expect(logged()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'not reconciled',
        buckets: names(25),
        reason: expect.stringContaining('SlowDown') as unknown,
      }),
    );
    expect(metrics()).toHaveLength(1);
  });

  it('takes up a pass that broke off where it broke off', async () => {
    const { region, invoke, state } = lambda();
    for (const bucket of names(120)) region.deliver({ bucket });
    for (const bucket of names(120).slice(25)) region.refused.add(`inventory/333333333333/${bucket}/`);

    await expect(invoke()).rejects.toThrow('SlowDown');
    expect(state()).toMatchObject({ complete: false, after: { bucket: 'bucket-074' } });

    region.refused.clear();
    await invoke();
    expect(state()).toMatchObject({ complete: true });
    expect(Object.keys(region.catalog.list('inventory'))).toHaveLength(25 + 45);
  });

  it('begins anew where what it kept cannot be read', async () => {
    const { region, kept, invoke, state } = lambda();
    await region.register();
    kept.text = 'not ours';

    await invoke();

    expect(state()).toMatchObject({ complete: true, passStarted: NOW });
  });
});
