import { accountsOf, checkRegions, desiredIn, withLiveBuckets } from '../../../core/drift/scope';
import type { SelectedBucket } from '../../../core/organization/selection';
import { account, bucket, exampleConfig, snapshot } from '../organization/example';

const [A, B, C] = ['111111111111', '222222222222', '333333333333'] as const;
const config = exampleConfig({ filters: { accounts: { exclude: [C] }, buckets: { exclude: ['tmp-*'] } } });
const known = snapshot(
  account(A, { buckets: [bucket('logs'), bucket('media', 'us-east-1'), bucket('tmp-1', 'us-west-2')] }),
  account(B),
  account(C, { buckets: [bucket('apart')] }),
);
const all = { accounts: [], regions: [] };

describe('accountsOf', () => {
  it('takes every account in scope, or those that are asked for', () => {
    expect(accountsOf(config, known, all)).toEqual([A, B]);
    expect(accountsOf(config, known, { ...all, accounts: [B] })).toEqual([B]);
    expect(accountsOf(config, known, { ...all, accounts: [B, A, A] })).toEqual([A, B]);
  });

  it.each([
    ['a filter leaves out', C],
    ['the snapshot does not know', '999999999999'],
  ])('refuses an account that %s', (_why, id) => {
    expect(() => accountsOf(config, known, { ...all, accounts: [A, id] })).toThrow(
      `Account ${id} is not one of the 2 accounts in scope.`,
    );
  });
});

describe('checkRegions', () => {
  it('takes the Regions of selected buckets, of any of the snapshots', () => {
    const later = snapshot(account(A, { buckets: [bucket('new', 'ap-south-1')] }));

    expect(() => checkRegions(config, [known, later], { ...all, regions: ['us-east-1', 'ap-south-1'] })).not.toThrow();
    expect(() => checkRegions(config, [snapshot()], all)).not.toThrow();
  });

  it('refuses a Region in which every bucket is left out', () => {
    expect(() => checkRegions(config, [known], { ...all, regions: ['us-east-1', 'us-west-2'] })).toThrow(
      'No reports are collected in us-west-2: no selected bucket is there.',
    );
  });
});

describe('desiredIn', () => {
  it('takes selected buckets of the accounts and Regions, with what they ought to have', () => {
    const place = ({ account: id, region, bucket: name }: SelectedBucket) => [id, region, name];

    expect(desiredIn(config, known, [A, B], all).map(place)).toEqual([
      [A, 'eu-west-1', 'logs'],
      [A, 'us-east-1', 'media'],
    ]);
    expect(desiredIn(config, known, [A], { ...all, regions: ['us-east-1'] })).toMatchObject([
      { bucket: 'media', configurations: [{ id: 'organization-inventory', frequency: 'Daily' }] },
    ]);
    expect(desiredIn(config, known, [B], all)).toEqual([]);
  });
});

describe('withLiveBuckets', () => {
  it('takes the buckets that are there now, with what is known of them, and leaves accounts alone that were not read', () => {
    const tagged = { ...bucket('logs'), tags: { Owner: 'a' }, created: '2020-01-01T00:00:00.000Z' };
    const before = snapshot(
      account(A, { buckets: [tagged, bucket('gone')] }),
      account(B, { buckets: [bucket('kept')] }),
    );

    const after = withLiveBuckets(
      before,
      new Map([[A, [{ ...bucket('logs'), created: '2026-01-01' }, bucket('new')]]]),
    );

    expect(after.accounts.map(({ buckets }) => buckets)).toEqual([[tagged, bucket('new')], [bucket('kept')]]);
  });

  it('takes a bucket for another one that was made again in another Region', () => {
    const tagged = { ...bucket('logs'), tags: { Owner: 'a' } };
    const moved = bucket('logs', 'us-east-1');

    const after = withLiveBuckets(snapshot(account(A, { buckets: [tagged] })), new Map([[A, [moved]]]));

    expect(after.accounts[0]?.buckets).toEqual([moved]);
  });
});
