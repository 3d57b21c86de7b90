import fc from 'fast-check';
import type { CatalogPartition, PartitionInput } from '../../../core/catalog/catalog';
import { partitionInput } from '../../../core/catalog/partitions';
import { planPartitions } from '../../../core/catalog/plan-partitions';
import type { TableKind } from '../../../core/catalog/tables';
import { sampleReport } from '../report/sample-report';

const report = (day: number, bucket = 'logs') =>
  sampleReport({ bucket, stamp: `2026-01-${String(day).padStart(2, '0')}T01-00Z` });
const asFound = ({ Values, StorageDescriptor, Parameters }: PartitionInput): CatalogPartition => ({
  values: Values,
  location: StorageDescriptor.Location,
  parameters: Parameters,
});
const COLUMNS = [{ Name: 'size', Type: 'bigint' }];
const table = (kind: TableKind) => ({ kind, columns: COLUMNS });
const found = (kind: TableKind, ...parts: Parameters<typeof report>) =>
  asFound(partitionInput(kind, report(...parts), COLUMNS));
const days = (list: readonly { readonly report: ReturnType<typeof report> }[]) =>
  list.map((each) => each.report.key.dt.slice(8, 10));

describe('a partition', () => {
  it('lies at the report’s own folder, carries its table’s columns in their order, and says what the manifest says', () => {
    expect(partitionInput('history', report(2), COLUMNS)).toMatchObject({
      Values: ['logs', '2026-01-02-01-00'],
      StorageDescriptor: {
        Location:
          's3://s3inventory-eu-west-1-222222222222/inventory/333333333333/logs/organization-inventory/hive/dt=2026-01-02-01-00/',
        Columns: COLUMNS,
      },
      Parameters: {
        'orgs3.dt': '2026-01-02-01-00',
        'orgs3.account': '333333333333',
        'orgs3.configuration_id': 'organization-inventory',
        'orgs3.files': '1',
        'orgs3.bytes': '1234',
      },
    });
  });
});

describe('the plan of the history', () => {
  it('creates a partition for every report that has none', () => {
    const plan = planPartitions(table('history'), [report(1), report(2)], [found('history', 1)]);

    expect(days(plan.create)).toEqual(['02']);
    expect(plan.unchanged.map(({ key }) => key.dt)).toEqual(['2026-01-01-01-00']);
    expect(plan.update).toEqual([]);
  });

  it('refuses a second report of the same bucket and moment from another folder', () => {
    const elsewhere = sampleReport({ account: '444444444444', stamp: '2026-01-01T01-00Z' });
    const plan = planPartitions(table('history'), [elsewhere], [found('history', 1)]);

    expect(plan.create).toEqual([]);
    expect(plan.refused[0]?.reason).toContain('/333333333333/logs/organization-inventory/hive/dt=2026-01-01-01-00/');
  });
});

describe('the plan of the current state', () => {
  it('creates one partition a bucket, for its newest report', () => {
    const plan = planPartitions(table('latest'), [report(1), report(3), report(2), report(2, 'other')], []);

    expect(plan.create.map(({ input }) => input.Values)).toEqual([['logs'], ['other']]);
    expect(days(plan.create)).toEqual(['03', '02']);
    expect(plan.unchanged).toHaveLength(2);
  });

  it('moves a partition to a newer report', () => {
    expect(days(planPartitions(table('latest'), [report(3)], [found('latest', 2)]).update)).toEqual(['03']);
  });

  it('never moves a partition back to an older report', () => {
    expect(planPartitions(table('latest'), [report(1)], [found('latest', 2)])).toMatchObject({
      create: [],
      update: [],
    });
  });

  it('tells the age of a partition that somebody registered by hand from its location', () => {
    const byHand = { ...found('latest', 2), parameters: {}, location: 's3://mine/logs/x/hive/dt=2026-01-02-01-00' };

    expect(days(planPartitions(table('latest'), [report(1)], [byHand]).update)).toEqual([]);
    expect(days(planPartitions(table('latest'), [report(3)], [byHand]).update)).toEqual(['03']);
  });

  it('replaces a partition that shows no age at all', () => {
    const blank = { values: ['logs'], location: 's3://mine/', parameters: {} };

    expect(days(planPartitions(table('latest'), [report(1)], [blank]).update)).toEqual(['01']);
  });

  it('shows the newest report of every bucket after any order and repetition of events', () => {
    const event = fc.record({ day: fc.integer({ min: 1, max: 28 }), bucket: fc.constantFrom('logs', 'data', 'media') });
    const batches = fc.array(fc.array(event, { maxLength: 6 }), { maxLength: 6 });
    fc.assert(
      fc.property(batches, (all) => {
        const state = new Map<string, CatalogPartition>();
        for (const batch of all) {
          const reports = batch.map(({ day, bucket }) => report(day, bucket));
          const { create, update } = planPartitions(table('latest'), reports, [...state.values()]);
          for (const { input } of [...create, ...update]) state.set(input.Values.join(), asFound(input));
          expect(planPartitions(table('latest'), reports, [...state.values()])).toMatchObject({
            create: [],
            update: [],
          });
        }
        for (const [bucket, partition] of state) {
          const newest = Math.max(
            ...all
              .flat()
              .filter((each) => each.bucket === bucket)
              .map(({ day }) => day),
          );
          expect(partition.location).toBe(report(newest, bucket).key.location);
        }
      }),
    );
  });
});
