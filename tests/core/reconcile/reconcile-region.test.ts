import { InMemoryRegion, NOW } from './in-memory-region';

const day = (number: number) => ({ stamp: `2026-01-0${number}T01-00Z` });
const CSV = { fileFormat: 'CSV', fileSchema: 'Bucket, Key, Size' };

describe('a reconciliation', () => {
  it('changes nothing where the tables match the bucket', async () => {
    const region = new InMemoryRegion();
    for (const number of [7, 8, 9]) await region.register(day(number));
    region.catalog.calls.length = 0;

    const { totals, ages } = await region.reconcile();

    expect(totals).toMatchObject({ buckets: 1, reports: 3, recovered: 0, dropped: 0, repaired: 0, failed: 0 });
    expect(ages).toEqual({ overdue: 0, silent: 0 });
    expect(region.changes).toEqual([]);
    expect(region.catalog.writes()).toEqual([]);
    expect(region.read).toEqual([]);
  });

  it('registers a report whose event was lost, also the first one of a Region', async () => {
    const region = new InMemoryRegion();
    const key = region.deliver(day(9));

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ recovered: 1, repaired: 0 });
    expect(region.changes).toEqual([
      { kind: 'recovered', account: '333333333333', bucket: 'logs', dt: '2026-01-09-01-00' },
    ]);
    expect(region.catalog.list('inventory')).toEqual({ 'logs 2026-01-09-01-00': key.location });
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: key.location });
  });

  it('registers a lost older report and leaves the current state at the newest', async () => {
    const region = new InMemoryRegion();
    const newest = await region.register(day(9));
    region.deliver(day(8));

    await region.reconcile();

    expect(Object.keys(region.catalog.list('inventory'))).toHaveLength(2);
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: newest.location });
  });

  it('drops the partitions of reports that have expired, and the bucket when all have', async () => {
    const region = new InMemoryRegion();
    await region.register(day(7));
    const kept = await region.register(day(8));
    await region.register({ ...day(8), bucket: 'gone' });
    region.expire(day(7));
    region.expire({ ...day(8), bucket: 'gone' });

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ dropped: 2, repaired: 1, failed: 0 });
    expect(region.catalog.list('inventory')).toEqual({ 'logs 2026-01-08-01-00': kept.location });
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: kept.location });
    expect(region.changes).toContainEqual({
      kind: 'dropped',
      table: 'inventory',
      bucket: 'gone',
      dt: '2026-01-08-01-00',
      reason: 'the report is gone',
    });
    expect(region.changes).toContainEqual({
      kind: 'repaired',
      table: 'inventory_latest',
      bucket: 'gone',
      from: '2026-01-08-01-00',
      to: undefined,
    });
  });

  it('moves the current state back where the newest report is gone', async () => {
    const region = new InMemoryRegion();
    const older = await region.register(day(7));
    await region.register(day(8));
    region.expire(day(8));

    await region.reconcile();

    expect(region.catalog.list('inventory_latest')).toEqual({ logs: older.location });
  });

  it('repairs a current state that was dropped, or that shows an older report', async () => {
    const region = new InMemoryRegion();
    const older = await region.register(day(7));
    const newest = await region.register(day(8));
    const [input] = region.catalog.partitions.get('inventory_latest')?.values() ?? [];
    if (input === undefined) throw new Error('no partition');
    input.StorageDescriptor.Location = older.location;
    input.Parameters['orgs3.dt'] = older.dt;
    await region.reconcile();
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: newest.location });

    await region.catalog.deletePartitions('inventory_latest', [['logs']]);
    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ repaired: 1 });
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: newest.location });
  });

  it('keeps one current state of a bucket whose reports changed their format', async () => {
    const region = new InMemoryRegion();
    await region.register(day(7), CSV);
    const newest = await region.register(day(8));

    await region.reconcile();

    expect(region.catalog.list('inventory_latest_csv')).toEqual({});
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: newest.location });
    expect(Object.keys(region.catalog.list('inventory_csv'))).toHaveLength(1);
  });

  it('gives the reason why a report is not registered, and continues with the others', async () => {
    const region = new InMemoryRegion();
    region.deliver({ ...day(8), bucket: 'bad' }, { sourceBucket: 'another' });
    region.deliver(day(8));

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ recovered: 1, unregistrable: 1 });
    expect(region.changes).toContainEqual(
      expect.objectContaining({
        kind: 'unregistrable',
        bucket: 'bad',
        reason: expect.stringContaining('is about bucket "another"') as string,
      }),
    );
    expect(Object.keys(region.catalog.list('inventory'))).toEqual(['logs 2026-01-08-01-00']);
  });

  it('skips a report that S3 is still writing, or whose event may be on its way', async () => {
    const region = new InMemoryRegion();
    region.incomplete.add(region.deliver(day(7)).manifestKey);
    region.deliver(day(8), {}, NOW - 60_000);

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ pending: 2, recovered: 0 });
    expect(region.catalog.writes()).toEqual([]);
  });

  it('never drops a partition with a location in another bucket', async () => {
    const region = new InMemoryRegion();
    await region.register(day(8));
    const [input] = region.catalog.partitions.get('inventory')?.values() ?? [];
    if (input === undefined) throw new Error('no partition');
    const elsewhere = { ...input, Values: ['logs', '2020-01-01-01-00'] };
    elsewhere.StorageDescriptor = { ...input.StorageDescriptor, Location: 's3://elsewhere/hive/dt=2020-01-01-01-00/' };
    await region.catalog.createPartitions('inventory', [elsewhere]);

    await region.reconcile();

    expect(region.catalog.list('inventory')['logs 2020-01-01-01-00']).toBe(elsewhere.StorageDescriptor.Location);
  });

  it('keeps the reports of a bucket name that passed to another account', async () => {
    const region = new InMemoryRegion();
    await region.register(day(7));
    const newest = await region.register({ ...day(8), account: '444444444444' });

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ dropped: 0, repaired: 0 });
    expect(Object.keys(region.catalog.list('inventory'))).toHaveLength(2);
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: newest.location });
  });
});

describe('a report that is registered while the pass runs', () => {
  it.each([
    ['in the same format', {}],
    ['in another format', CSV],
  ])('stays the current state: %s', async (_, manifest) => {
    const region = new InMemoryRegion();
    await region.register(day(8));
    const registered: string[] = [];
    const { folders } = region.steps;
    region.steps.folders = async function* (folder) {
      yield* folders(folder);
      // Behind the listing of the bucket's reports.
      if (!folder.endsWith('/organization-inventory/') || registered.length > 0) return;
      const { location } = await region.register(day(9), manifest);
      registered.push(location);
    };

    await region.reconcile();

    const current = ['inventory_latest', 'inventory_latest_csv'].map((table) => region.catalog.list(table)['logs']);
    expect(current.filter((location) => location !== undefined)).toEqual(registered);
  });
});

describe('a current report whose history partition is missing', () => {
  it('stays, as its event may be on its way', async () => {
    const region = new InMemoryRegion();
    await region.register(day(7));
    const newest = await region.register(day(8));
    region.deliver(day(8), {}, NOW - 60_000);
    await region.catalog.deletePartitions('inventory', [['logs', newest.dt]]);

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ pending: 1, repaired: 0 });
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: newest.location });
  });
});

describe('a latest table that somebody dropped', () => {
  const versions = {
    fileSchema:
      'message m { required binary bucket (STRING); required binary key (STRING); optional boolean is_latest; }',
  };
  const dropTable = (region: InMemoryRegion, name: string) => {
    region.catalog.tables.delete(name);
    region.catalog.partitions.delete(name);
  };

  it('is made anew, with the columns of its history table', async () => {
    const region = new InMemoryRegion();
    const newest = await region.register(day(8), versions);
    dropTable(region, 'inventory_latest');

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ repaired: 1, failed: 0 });
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: newest.location });
    expect(region.catalog.tables.get('inventory_latest')?.input.StorageDescriptor.Columns).toEqual(
      region.catalog.tables.get('inventory')?.input.StorageDescriptor.Columns,
    );
  });

  it('gets all columns of its history table, also where another bucket has made it anew with fewer', async () => {
    const region = new InMemoryRegion();
    await region.register(day(8), versions);
    dropTable(region, 'inventory_latest');
    await region.register({ ...day(8), bucket: 'plain' });

    await region.reconcile();

    const [partition] = [...(region.catalog.partitions.get('inventory_latest')?.values() ?? [])].filter(
      ({ Values }) => Values[0] === 'logs',
    );
    expect(partition?.StorageDescriptor.Columns.map(({ Name }) => Name)).toContain('is_latest');
  });
});

describe('a registered report that has lost its symlink.txt and its checksum', () => {
  it('is dropped, and the current state shows the newest whole report', async () => {
    const region = new InMemoryRegion();
    const whole = await region.register(day(7));
    const broken = await region.register(day(8));
    region.withoutSymlink.add(broken.location);
    region.incomplete.add(broken.manifestKey);

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ dropped: 1, pending: 0 });
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: whole.location });
  });
});

describe('where AWS refuses', () => {
  it('drops nothing after a failed listing, records it, and continues with the next group', async () => {
    const region = new InMemoryRegion();
    const bad = await region.register({ ...day(8), account: '111111111111' });
    region.expire({ ...day(8), account: '111111111111' });
    region.deliver({ ...day(9), account: '111111111111' });
    region.deliver({ ...day(9), account: '222222222222', bucket: 'other' });
    region.refused.add(bad.folder);

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ failed: 1, dropped: 0, recovered: 1 });
    expect(region.changes[0]).toMatchObject({ kind: 'failed', buckets: ['logs'], error: { code: 'SlowDown' } });
    expect(region.catalog.list('inventory')['logs 2026-01-08-01-00']).toBe(bad.location);
  });

  it('stops after three failed groups in a row', async () => {
    const region = new InMemoryRegion();
    for (const account of [1, 2, 3, 4, 5]) region.deliver({ ...day(8), account: `11111111111${account}` });
    region.refused.add('inventory/111111111111/logs');
    for (const account of [2, 3, 4]) region.refused.add(`inventory/11111111111${account}/logs`);

    await expect(region.reconcile()).rejects.toThrow('SlowDown');
    expect(region.changes).toHaveLength(2);
  });
});

describe('a run that stops for lack of time', () => {
  it('is resumed where it stopped; both runs together do the same as one run', async () => {
    const region = new InMemoryRegion();
    const buckets = Array.from({ length: 60 }, (_, index) => `bucket-${String(index).padStart(2, '0')}`);
    for (const bucket of buckets) region.deliver({ ...day(8), bucket });
    region.pageSize = 40;
    let groups = 0;
    const shouldStop = () => (groups += 1) > 2;

    const first = await region.reconcile({ shouldStop });
    expect(first).toMatchObject({ ages: undefined, stoppedAfter: { account: '333333333333', bucket: 'bucket-39' } });
    const second = await region.reconcile({ after: first.stoppedAfter });

    expect(second.stoppedAfter).toBeUndefined();
    expect(first.totals.recovered).toBe(40);
    expect(second.totals.recovered).toBe(20);
    expect(Object.keys(region.catalog.list('inventory'))).toHaveLength(60);
  });

  it('skips no bucket whose name is a prefix of another name', async () => {
    const region = new InMemoryRegion();
    const buckets = ['logs', ...Array.from({ length: 30 }, (_, index) => `logs-${String(index).padStart(2, '0')}`)];
    for (const bucket of buckets) region.deliver({ ...day(8), bucket });
    let groups = 0;

    const { stoppedAfter } = await region.reconcile({ shouldStop: () => (groups += 1) > 1 });
    await region.reconcile({ after: stoppedAfter });

    expect(Object.keys(region.catalog.list('inventory'))).toHaveLength(buckets.length);
    expect(region.catalog.list('inventory_latest')).toHaveProperty('logs');
  });

  it('without a finished bucket starts again', async () => {
    const region = new InMemoryRegion();
    region.deliver(day(8));

    const { stoppedAfter } = await region.reconcile({ shouldStop: () => true });
    const { totals } = await region.reconcile({ after: stoppedAfter });

    expect(totals.recovered).toBe(1);
  });
});

describe('a partition that Glue keeps', () => {
  const kept = (code: string) => {
    const region = new InMemoryRegion();
    region.catalog.deletePartitions = (_, values) =>
      Promise.resolve(values.map((each) => ({ values: each, code, message: 'no' })));
    return region;
  };

  it.each(['InternalServiceException', 'ConcurrentModificationException'])(
    'is not told of as dropped: %s',
    async (code) => {
      const region = kept(code);
      await region.register(day(7));
      await region.register(day(8));
      region.expire(day(7));

      const { totals } = await region.reconcile();

      expect(totals).toMatchObject({ dropped: 0, failed: 1 });
      expect(region.changes).toMatchObject([{ kind: 'failed', buckets: ['logs'] }]);
    },
  );

  it('is dropped at the next attempt where Glue failed for a moment', async () => {
    const region = new InMemoryRegion();
    const really = region.catalog.deletePartitions.bind(region.catalog);
    let refusals = 2;
    region.catalog.deletePartitions = (table, values) =>
      (refusals -= 1) < 0
        ? really(table, values)
        : Promise.resolve(values.map((each) => ({ values: each, code: 'InternalServiceException', message: 'no' })));
    await region.register(day(7));
    await region.register(day(8));
    region.expire(day(7));

    expect((await region.reconcile()).totals).toMatchObject({ dropped: 1, failed: 0 });
    expect(Object.keys(region.catalog.list('inventory'))).toEqual(['logs 2026-01-08-01-00']);
  });

  it('counts as dropped where another run dropped it first', async () => {
    const region = kept('EntityNotFoundException');
    await region.register(day(7));
    await region.register(day(8));
    region.expire(day(7));

    expect((await region.reconcile()).totals).toMatchObject({ dropped: 1, failed: 0 });
  });
});

describe('a dry run', () => {
  it('returns the changes of a run, and makes none', async () => {
    const region = new InMemoryRegion();
    await region.register(day(7));
    await region.register({ ...day(7), bucket: 'stale' });
    region.expire(day(7));
    region.deliver(day(8));
    await region.catalog.deletePartitions('inventory_latest', [['stale']]);
    region.catalog.calls.length = 0;

    const dry = await region.reconcile({ dryRun: true });
    const told = [...region.changes];
    expect(region.catalog.writes()).toEqual([]);
    expect(dry.totals).toMatchObject({ recovered: 1, dropped: 1 });

    await region.reconcile();
    expect(region.changes.filter(({ kind }) => kind !== 'repaired')).toEqual(
      told.filter(({ kind }) => kind !== 'repaired'),
    );
    expect(told).toContainEqual(expect.objectContaining({ kind: 'repaired', bucket: 'stale' }));
  });
});

describe('the ages of the newest reports', () => {
  it('count a bucket as overdue for two weeks, then as silent', async () => {
    const region = new InMemoryRegion();
    await region.register({ stamp: '2026-01-09T01-00Z', bucket: 'current' });
    await region.register({ stamp: '2026-01-05T01-00Z', bucket: 'overdue' });
    await region.register({ stamp: '2025-12-05T01-00Z', bucket: 'silent' });
    await region.register({ stamp: '2025-12-05T01-00Z', bucket: 'dropped' });
    region.expire({ stamp: '2025-12-05T01-00Z', bucket: 'dropped' });

    expect((await region.reconcile()).ages).toEqual({ overdue: 1, silent: 1 });
  });
});

describe('the views over the tables', () => {
  it('are created again where one was dropped, but not in a dry run', async () => {
    const region = new InMemoryRegion();
    await region.register(day(8));
    region.catalog.tables.delete('inventory_all');

    await region.reconcile({ dryRun: true });
    expect(region.catalog.tables.has('inventory_all')).toBe(false);

    await region.reconcile();
    expect(region.catalog.tables.has('inventory_all')).toBe(true);
  });
});

describe('the cost', () => {
  it('is two listings per bucket, and for 25 buckets one page of partitions and two lookups', async () => {
    const region = new InMemoryRegion();
    for (let index = 0; index < 50; index += 1) {
      for (const number of [7, 8]) await region.register({ ...day(number), bucket: `bucket-${index}` });
    }
    region.catalog.calls.length = 0;
    region.listed.length = 0;

    await region.reconcile();

    // The top and the account are listed twice: for the buckets, and to know which ones only the tables hold.
    expect(region.listed).toHaveLength(2 * 50 + 4);
    expect(region.read).toHaveLength(0);
    expect(region.catalog.count('readPartitions')).toBe(2);
    expect(region.catalog.calls.filter((call) => call === 'readPartitionPage')).toHaveLength(2 + 1);
    // One for each group, one for the ages of the newest reports, one for the views.
    expect(region.catalog.count('readTables')).toBe(2 + 2);
    expect(region.catalog.count('readTable')).toBe(0);
  });
});
