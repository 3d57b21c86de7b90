import { describeChange, describeReconciled } from '../../cli/reconcile-text';
import { AwsCallError, Orgs3Error } from '../../core/errors';
import { type Change, NO_TOTALS } from '../../core/reconcile/changes';

const said = (change: Change, dryRun = false) => describeChange('eu-west-1', change, dryRun);

describe('what a reconciliation says of a change', () => {
  it('names the partition that is dropped and its table', () => {
    const change: Change = {
      kind: 'dropped',
      table: 'inventory',
      bucket: 'logs',
      dt: '2026-01-01-01-00',
      reason: 'the report has expired',
    };

    expect(said(change)).toEqual([
      'eu-west-1: dropped partition 2026-01-01-01-00 of logs from inventory: the report has expired',
    ]);
    expect(said(change, true)).toEqual([
      'eu-west-1: would drop partition 2026-01-01-01-00 of logs from inventory: the report has expired',
    ]);
  });

  it('names what the current state showed and what it shows now', () => {
    const change = { kind: 'repaired', table: 'inventory_latest', bucket: 'logs' } as const;

    expect(said({ ...change, from: '2026-01-01-01-00', to: '2026-01-02-01-00' })).toEqual([
      'eu-west-1: pointed logs in inventory_latest to 2026-01-02-01-00; it showed 2026-01-01-01-00',
    ]);
    expect(said({ ...change, from: undefined, to: '2026-01-02-01-00' }, true)).toEqual([
      'eu-west-1: would point logs in inventory_latest to 2026-01-02-01-00; it showed none',
    ]);
    expect(said({ ...change, from: '2026-01-01-01-00', to: undefined })).toEqual([
      'eu-west-1: dropped logs from inventory_latest: none of its reports can be shown',
    ]);
    expect(said({ ...change, from: '2026-01-01-01-00', to: undefined, shownIn: 'inventory_latest_csv' })).toEqual([
      'eu-west-1: dropped logs from inventory_latest: its newest report is in inventory_latest_csv',
    ]);
  });

  it('tells a report that no table showed from one that was shown in another place', () => {
    const change = { kind: 'recovered', account: '333333333333', bucket: 'logs', dt: '2026-01-01-01-00' } as const;

    expect(said(change)).toEqual([
      'eu-west-1: registered report 2026-01-01-01-00 of logs (account 333333333333), which no table showed',
    ]);
    expect(said({ ...change, shownAt: 's3://copies/dt=2026-01-01-01-00/' })).toEqual([
      'eu-west-1: moved report 2026-01-01-01-00 of logs (account 333333333333), which was shown at s3://copies/dt=2026-01-01-01-00/',
    ]);
  });

  it('names the buckets that AWS refused, what it said and what to do', () => {
    const refusal = new AwsCallError('ListObjectsV2', { bucket: 'b' }, 'SlowDown', 'no', { next: 'wait' });

    expect(said({ kind: 'failed', buckets: ['a', 'b', 'c'], error: refusal })).toEqual([
      'eu-west-1: could not reconcile 3 buckets from a to c: ListObjectsV2 on bucket b failed: SlowDown: no',
      '  next: wait',
    ]);
    expect(said({ kind: 'failed', buckets: ['a'], error: new Orgs3Error('Partition a: X: y') })).toEqual([
      'eu-west-1: could not reconcile a: Partition a: X: y',
    ]);
  });

  it('shows no control character that a source account may have put into a name', () => {
    const [line = ''] = said({ kind: 'recovered', account: '333333333333', bucket: 'lo\u001b[31mgs', dt: 'x' });

    expect(line).not.toContain('\u001b');
  });

  it('adds up a Region with everything that is not nothing', () => {
    const totals = { ...NO_TOTALS, buckets: 2, reports: 1, recovered: 3, unregistrable: 4, failed: 5, pending: 6 };

    expect(describeReconciled({ region: 'eu-west-1', totals, ages: { overdue: 1, silent: 2 } }, false)).toBe(
      'eu-west-1: 2 buckets, 1 report: 3 registered, 0 dropped, 0 repaired, 4 left out, 5 failed, 6 left to their events, ' +
        '1 bucket overdue, 2 buckets silent for weeks',
    );
  });
});
