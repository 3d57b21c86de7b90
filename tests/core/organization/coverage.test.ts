import { coverageOf } from '../../../core/organization/coverage';
import { selectBuckets } from '../../../core/organization/selection';
import { account, bucket, DESTINATION, exampleConfig, snapshot } from './example';

const A = '111111111111';
const B = '222222222222';
const C = '333333333333';
const config = exampleConfig({
  filters: {
    accounts: { exclude: [C] },
    regions: { exclude: ['us-*'] },
    buckets: { exclude: ['*-old', 'tmp-*'] },
  },
});
const place = (id: string, name: string, region = 'eu-west-1') => ({ account: id, region, bucket: name });

describe('coverageOf', () => {
  it('lists buckets that filters leave out, grouped by glob, with the path of the glob', () => {
    const buckets = [bucket('logs'), bucket('tmp-1'), bucket('tmp-2'), bucket('far', 'us-east-1')];

    expect(coverageOf(config, snapshot(account(A, { buckets }))).buckets).toEqual([
      {
        reason: 'left out by filters.buckets.exclude "tmp-*"',
        source: 'filters.buckets.exclude[1]',
        buckets: [place(A, 'tmp-1'), place(A, 'tmp-2')],
      },
      {
        reason: 'left out by filters.regions.exclude "us-*"',
        source: 'filters.regions.exclude[0]',
        buckets: [place(A, 'far', 'us-east-1')],
      },
    ]);
  });

  it('lists the buckets that hold our own reports', () => {
    const own = `s3inventory-eu-west-1-${DESTINATION}`;

    expect(coverageOf(config, snapshot(account(DESTINATION, { buckets: [bucket(own)] }))).buckets).toEqual([
      { reason: 'it holds the reports', buckets: [place(DESTINATION, own)] },
    ]);
  });

  it('lists accounts out of scope with their known buckets, grouped by reason', () => {
    const { accounts, buckets } = coverageOf(
      config,
      snapshot(
        account(A, { state: 'SUSPENDED', buckets: [bucket('logs'), bucket('tmp-1')] }),
        account(B, { state: 'SUSPENDED' }),
        account(C, { buckets: [bucket('c')] }),
      ),
    );

    expect(accounts).toEqual([
      {
        reason: 'left out by filters.accounts.exclude "333333333333"',
        source: 'filters.accounts.exclude[0]',
        accounts: [{ id: C, name: `account ${C}` }],
        buckets: [place(C, 'c')],
      },
      {
        reason: 'the account is SUSPENDED: AWS refuses calls there',
        accounts: [
          { id: A, name: `account ${A}` },
          { id: B, name: `account ${B}` },
        ],
        buckets: [place(A, 'logs'), place(A, 'tmp-1')],
      },
    ]);
    expect(buckets).toEqual([]);
  });

  it('lists accounts that could not be read, with AWS’s error; their known buckets are covered', () => {
    const error = { operation: 'AssumeRole', code: 'AccessDenied', message: 'no' };
    const coverage = coverageOf(config, snapshot(account(A, { error, buckets: [bucket('logs')] }), account(B)));

    expect(coverage).toMatchObject({
      buckets: [],
      unreadable: [{ id: A, name: `account ${A}`, error, knownBuckets: 1 }],
    });
  });

  it('lists directory buckets, also of accounts out of scope, and the accounts in scope whose directory buckets were never listed', () => {
    const directoryBuckets = [{ name: 'fast--euw1-az1--x-s3', region: 'eu-west-1' }];
    const coverage = coverageOf(
      config,
      snapshot(account(A, { directoryBuckets }), account(B), account(C, { directoryBuckets })),
    );

    expect(coverage.directoryBuckets).toMatchObject({
      buckets: [place(A, 'fast--euw1-az1--x-s3'), place(C, 'fast--euw1-az1--x-s3')],
      accountsNotAsked: [B],
    });
  });

  it('does not count an account with an empty list of directory buckets as never listed', () => {
    expect(
      coverageOf(config, snapshot(account(A, { directoryBuckets: [] }))).directoryBuckets.accountsNotAsked,
    ).toEqual([]);
  });

  it('names the fields that the provider refuses', () => {
    expect(coverageOf(config, snapshot()).fields).toEqual({
      reason: expect.stringContaining('Terraform provider 5.100 refuses') as string,
      names: expect.arrayContaining(['LifecycleExpirationDate']) as string[],
    });
  });

  it('accounts for every known bucket: each is selected or in one of the lists', () => {
    const all = [bucket('logs'), bucket('tmp-1'), bucket('x-old'), bucket('far', 'us-east-1')];
    const everything = snapshot(
      account(A, { buckets: all }),
      account(B, { state: 'CLOSED', buckets: all }),
      account(C, { buckets: all }),
    );

    const { accounts, buckets } = coverageOf(config, everything);
    const selected = selectBuckets(config, everything).buckets;

    const told = [...accounts, ...buckets].flatMap((group) => group.buckets);
    expect(new Set([...told, ...selected].map((one) => JSON.stringify(one))).size).toBe(12);
    expect(told.length + selected.length).toBe(12);
  });
});
