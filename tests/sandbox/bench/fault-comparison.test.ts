import { type ReportScope } from '../../../core/report/report-key';
import { compareCatalog, type ShownPartition } from '../../../sandbox/bench/fault-comparison';
import { type DeliveredReport, deliveredReports } from '../../../sandbox/bench/fault-reports';
import { createDice } from '../../../sandbox/dice';

const scope: ReportScope = {
  destinationBucket: 's3inventory-eu-west-1-222222222222',
  destinationPrefix: 'inventory',
  configurationId: 'organization-inventory',
};
const [first, second] = deliveredReports(10, scope, createDice('good')).map((report) => ({
  ...report,
  format: 'Parquet' as const,
  defect: undefined,
}));
if (first === undefined || second === undefined) throw new Error('there are ten reports');

const inHistory = ({ key }: DeliveredReport) => ({ values: [key.bucket, key.dt], location: key.location });
const inLatest = ({ key }: DeliveredReport) => ({ values: [key.bucket], location: key.location });
const right = { inventory: [inHistory(first), inHistory(second)], inventory_latest: [inLatest(second)] };

const compare = (
  tables: Readonly<Record<string, readonly ShownPartition[]>>,
  reports: readonly DeliveredReport[] = [first, second],
  refusals: Readonly<Record<string, string>> = {},
) =>
  compareCatalog(reports, {
    partitions: (table) => tables[table] ?? [],
    refusals: new Map(Object.entries(refusals)),
  });

describe('the comparison of the tables with the delivered reports', () => {
  it('finds nothing wrong if the tables show every report once, and the newest as the current state', () => {
    expect(compare(right)).toEqual({
      delivered: 2,
      registered: 2,
      refused: 0,
      lost: 0,
      duplicated: 0,
      wrongLatest: 0,
    });
  });

  it('finds a report that no table shows, or that one shows at another location', () => {
    const elsewhere = { ...inHistory(first), location: second.key.location };

    expect(compare({ ...right, inventory: [inHistory(second)] })).toMatchObject({ lost: 1, duplicated: 0 });
    expect(compare({ ...right, inventory: [elsewhere, inHistory(second)] })).toMatchObject({ lost: 1, duplicated: 1 });
  });

  it('finds a report that two tables show', () => {
    expect(compare({ ...right, inventory_csv: [inHistory(first)] })).toMatchObject({ registered: 2, duplicated: 1 });
  });

  it.each<[string, Readonly<Record<string, readonly ShownPartition[]>>]>([
    ['an older report', { inventory_latest: [inLatest(first)] }],
    ['none', { inventory_latest: [] }],
    ['two', { inventory_latest: [inLatest(second)], inventory_latest_csv: [inLatest(first)] }],
    ['one in the table of another format', { inventory_latest: [], inventory_latest_csv: [inLatest(second)] }],
    ['one of a bucket without reports', { inventory_latest: [inLatest(second), { values: ['x'], location: 'y' }] }],
  ])('finds a wrong current state: %s', (_, latest) => {
    expect(compare({ ...right, ...latest })).toMatchObject({ lost: 0, wrongLatest: 1 });
  });

  it('accepts a refusal for the right reason only', () => {
    const bad: DeliveredReport = { ...second, defect: 'about another bucket' };
    const tables = { inventory: [inHistory(first)], inventory_latest: [inLatest(first)] };
    const refusal = (reason: string) => compare(tables, [first, bad], { [bad.key.manifestKey]: reason });

    expect(refusal('is about bucket "x", but lies in the folder of y')).toMatchObject({ registered: 1, refused: 1 });
    expect(refusal('is not JSON')).toMatchObject({ registered: 1, refused: 0 });
    expect(compare(tables, [first, bad])).toMatchObject({ refused: 0 });
  });

  it('finds a bad report that is registered', () => {
    const bad: DeliveredReport = { ...second, defect: 'wrong checksum' };

    expect(compare(right, [first, bad])).toMatchObject({ registered: 1, duplicated: 1, wrongLatest: 1 });
  });
});
