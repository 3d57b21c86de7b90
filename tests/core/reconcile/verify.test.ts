import { dataFileOf, InMemoryRegion, NOW } from './in-memory-region';

const day = (number: number) => ({ stamp: `2026-01-0${number}T01-00Z` });
const HOUR = 3_600_000;

describe('a reconciliation that verifies', () => {
  it('finds nothing where every data file is there, with two reads per report and one listing of data files per bucket', async () => {
    const region = new InMemoryRegion();
    const keys = [await region.register(day(7)), await region.register(day(8))];
    region.listed.length = 0;

    const { totals } = await region.reconcile({ verify: true });

    expect(totals).toMatchObject({ dropped: 0, repaired: 0, recovered: 0, failed: 0 });
    expect(region.read.sort()).toEqual(keys.map(({ manifestKey }) => manifestKey).sort());
    expect(region.listed.filter((folder) => folder.endsWith('/data/'))).toEqual([`${keys[0]?.folder}data/`]);
  });

  it('neither reads a manifest nor lists data files where it does not verify and nothing is lost', async () => {
    const region = new InMemoryRegion();
    const key = await region.register(day(7));
    region.dataFiles.delete(dataFileOf(key).key);
    region.listed.length = 0;

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ dropped: 0, repaired: 0 });
    expect(region.read).toEqual([]);
    expect(region.listed.filter((folder) => folder.endsWith('/data/'))).toEqual([]);
  });

  it('drops a report of which a data file is gone, names the file, and shows the newest whole one', async () => {
    const region = new InMemoryRegion();
    const older = await region.register(day(7));
    const damaged = await region.register(day(8));
    region.dataFiles.delete(dataFileOf(damaged).key);

    const { totals } = await region.reconcile({ verify: true });

    expect(totals).toMatchObject({ dropped: 1, repaired: 1, failed: 0, unregistrable: 0 });
    expect(region.changes).toContainEqual({
      kind: 'dropped',
      table: 'inventory',
      bucket: 'logs',
      dt: damaged.dt,
      reason: `its data file ${dataFileOf(damaged).key} is gone`,
    });
    expect(Object.keys(region.catalog.list('inventory'))).toEqual([`logs ${older.dt}`]);
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: older.location });
  });

  it('drops a report of which a data file has another size, and the bucket where no other report is left', async () => {
    const region = new InMemoryRegion();
    const damaged = await region.register(day(8));
    region.dataFiles.set(dataFileOf(damaged).key, 7);

    await region.reconcile({ verify: true });

    expect(region.changes).toContainEqual(
      expect.objectContaining({
        kind: 'dropped',
        reason: `its data file ${dataFileOf(damaged).key} has 7 bytes, and its manifest says 1234`,
      }),
    );
    expect(region.changes).toContainEqual({
      kind: 'repaired',
      table: 'inventory_latest',
      bucket: 'logs',
      from: damaged.dt,
      to: undefined,
    });
    expect([region.catalog.list('inventory'), region.catalog.list('inventory_latest')]).toEqual([{}, {}]);
  });

  it('drops a report whose manifest or checksum is gone', async () => {
    const region = new InMemoryRegion();
    const key = await region.register(day(8));
    region.incomplete.add(key.manifestKey);

    await region.reconcile({ verify: true });

    expect(region.changes).toContainEqual(
      expect.objectContaining({ kind: 'dropped', reason: `${key.checksumKey} is gone` }),
    );
  });

  it('finds a report that only the current state shows', async () => {
    const region = new InMemoryRegion();
    const damaged = await region.register(day(8));
    await region.catalog.deletePartitions('inventory', [['logs', damaged.dt]]);
    region.dataFiles.delete(dataFileOf(damaged).key);

    await region.reconcile({ verify: true });

    expect([region.catalog.list('inventory'), region.catalog.list('inventory_latest')]).toEqual([{}, {}]);
  });

  it('says in a dry run what it would drop, and changes nothing', async () => {
    const region = new InMemoryRegion();
    await region.register(day(7));
    const damaged = await region.register(day(8));
    region.dataFiles.delete(dataFileOf(damaged).key);
    region.catalog.calls.length = 0;

    const { totals } = await region.reconcile({ verify: true, dryRun: true });

    expect(totals).toMatchObject({ dropped: 1, repaired: 1 });
    expect(region.catalog.writes()).toEqual([]);
  });

  it('drops nothing that S3 refuses to tell', async () => {
    const region = new InMemoryRegion();
    const key = await region.register(day(8));
    region.refused.add(`${key.folder}data/`);

    const { totals } = await region.reconcile({ verify: true });

    expect(totals).toMatchObject({ dropped: 0, failed: 1 });
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: key.location });
  });
});

describe('the pass after it', () => {
  it('does not register again what is still damaged, says why, and registers it once the file is back', async () => {
    const region = new InMemoryRegion();
    const older = await region.register(day(7));
    const damaged = await region.register(day(8));
    const { key, size } = dataFileOf(damaged);
    region.dataFiles.delete(key);
    await region.reconcile({ verify: true });
    region.catalog.calls.length = region.listed.length = region.read.length = 0;

    const { totals } = await region.reconcile();

    expect(totals).toMatchObject({ recovered: 0, unregistrable: 1, dropped: 0, repaired: 0 });
    expect(region.changes).toMatchObject([{ kind: 'unregistrable', reason: `its data file ${key} is gone` }]);
    expect(region.catalog.writes()).toEqual([]);
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: older.location });
    expect(region.read).toEqual([damaged.manifestKey]);
    expect(region.listed.filter((folder) => folder.endsWith('/data/'))).toEqual([`${damaged.folder}data/`]);

    region.dataFiles.set(key, size);
    expect((await region.reconcile()).totals).toMatchObject({ recovered: 1, unregistrable: 0 });
    expect(region.catalog.list('inventory_latest')).toEqual({ logs: damaged.location });
  });

  it('asks no data file of a report whose event may be on its way', async () => {
    const region = new InMemoryRegion();
    region.deliver(day(8), {}, NOW - HOUR / 2);

    await region.reconcile();

    expect(region.listed.filter((folder) => folder.endsWith('/data/'))).toEqual([]);
  });
});
