import { isAccountInScope, selectBuckets } from '../../../core/organization/selection';
import { ACCOUNT_STATES } from '../../../core/organization/snapshot';
import { account, bucket, DESTINATION, exampleConfig, snapshot } from './example';

const A = '111111111111';
const B = '222222222222';

const filtered = (filters: Record<string, unknown>) => exampleConfig({ filters });
const names = (selected: readonly { readonly bucket: string }[]) => selected.map((one) => one.bucket);

describe('selectBuckets', () => {
  it('selects every bucket of every active account without filters', () => {
    const found = selectBuckets(
      exampleConfig(),
      snapshot(
        account(B, { buckets: [bucket('b', 'us-east-1'), bucket('a', 'us-east-1')] }),
        account(A, { buckets: [bucket('z'), bucket('c', 'ap-south-1')] }),
      ),
    );

    expect(found).toEqual({
      accounts: [A, B],
      regions: ['ap-south-1', 'eu-west-1', 'us-east-1'],
      buckets: [
        { account: A, region: 'ap-south-1', bucket: 'c' },
        { account: A, region: 'eu-west-1', bucket: 'z' },
        { account: B, region: 'us-east-1', bucket: 'a' },
        { account: B, region: 'us-east-1', bucket: 'b' },
      ],
      skipped: [],
    });
  });

  it('keeps an account in scope that has no buckets', () => {
    expect(selectBuckets(exampleConfig(), snapshot(account(A))).accounts).toEqual([A]);
  });

  it('keeps the last known buckets of an account that could not be read', () => {
    const error = { operation: 'AssumeRole', code: 'AccessDenied', message: 'no' };
    const found = selectBuckets(exampleConfig(), snapshot(account(A, { error, buckets: [bucket('kept')] })));

    expect(names(found.buckets)).toEqual(['kept']);
    expect(found.accounts).toEqual([A]);
  });

  it.each(ACCOUNT_STATES.filter((state) => state !== 'ACTIVE'))(
    'leaves out an account that is %s, and says so',
    (state) => {
      const found = selectBuckets(exampleConfig(), snapshot(account(A, { state, buckets: [bucket('logs')] })));

      expect(found).toMatchObject({ accounts: [], regions: [], buckets: [] });
      expect(found.skipped).toEqual([
        { account: A, region: 'eu-west-1', bucket: 'logs', reason: expect.stringContaining(state) as string },
      ]);
    },
  );

  it('skips a bucket in a Region that is left out, and names the glob', () => {
    const buckets = [bucket('a', 'eu-west-1'), bucket('b', 'us-east-1'), bucket('c', 'us-west-2')];
    const config = filtered({ regions: { include: ['eu-*', 'us-*'], exclude: ['us-west-?'] } });

    const found = selectBuckets(config, snapshot(account(A, { buckets })));

    expect(names(found.buckets)).toEqual(['a', 'b']);
    expect(found.skipped.map(({ reason }) => reason)).toEqual([
      'us-west-2 is left out by filters.regions.exclude "us-west-?"',
    ]);
  });

  it('lets exclude win over include for bucket names, including names with dots', () => {
    const buckets = ['logs.a', 'logs.tmp', 'data'].map((name) => bucket(name));
    const config = filtered({ buckets: { include: ['logs*'], exclude: ['*.tmp'] } });

    const found = selectBuckets(config, snapshot(account(A, { buckets })));

    expect(names(found.buckets)).toEqual(['logs.a']);
    expect(found.skipped.map(({ bucket: name, reason }) => [name, reason])).toEqual([
      ['data', 'data is not in filters.buckets.include'],
      ['logs.tmp', 'logs.tmp is left out by filters.buckets.exclude "*.tmp"'],
    ]);
  });

  it('skips our own buckets for reports, copies and query results, but not buckets of another account with such names', () => {
    const own = ['', 'register-', 'results-', 'results-register-'].map(
      (part) => `s3inventory-${part}eu-west-1-${DESTINATION}`,
    );
    const elsewhere = bucket(`s3inventory-us-east-1-${DESTINATION}`);

    const found = selectBuckets(
      exampleConfig(),
      snapshot(
        account(DESTINATION, { buckets: [...own.map((name) => bucket(name)), bucket('ordinary'), elsewhere] }),
        account(A, { buckets: [bucket('s3inventory-eu-west-1-999999999999')] }),
      ),
    );

    expect(names(found.buckets)).toEqual(['ordinary', elsewhere.name, 's3inventory-eu-west-1-999999999999']);
    expect(found.skipped.map(({ bucket: name, reason }) => [name, reason])).toEqual([
      [own[0], 'it holds the reports'],
      [own[1], 'it holds copies of reports'],
      [own[2], 'it holds the results of queries'],
      [own[3], 'it holds the results of queries'],
    ]);
  });

  it('puts every known bucket either among the selected or among the skipped', () => {
    const buckets = [bucket('a'), bucket('b', 'us-east-1'), bucket('c', 'us-west-2')];
    const all = snapshot(account(A, { buckets }), account(B, { state: 'SUSPENDED', buckets }));

    const found = selectBuckets(filtered({ regions: { exclude: ['us-west-2'] } }), all);

    expect([found.buckets.length, found.skipped.length]).toEqual([2, 4]);
  });
});

describe('isAccountInScope', () => {
  const at = (path: string) => ({ id: A, path, state: 'ACTIVE' }) as const;
  const units = (include: string[], exclude: string[] = []) => filtered({ organizationalUnits: { include, exclude } });

  it.each([
    ['/Workloads/**', '/Workloads', true],
    ['/Workloads/**', '/Workloads/Production/EU', true],
    ['/Workloads/**', '/Workloads2', false],
    ['/Workloads/**', '/', false],
    ['/Workloads', '/Workloads/Production', false],
    ['/*', '/Workloads', true],
    ['/*', '/Workloads/Production', false],
    ['/', '/', true],
    ['/**', '/', true],
    ['/Work loads \\(old\\)/**', '/Work loads (old)/x', true],
    ['/.hidden/**', '/.hidden/.unit', true],
  ])('with the organizational unit glob %s, an account in %s: %s', (glob, path, expected) => {
    expect(isAccountInScope(units([glob]), at(path))).toBe(expected);
    expect(isAccountInScope(units([], [glob]), at(path))).toBe(!expected);
  });

  it('matches account ids by glob', () => {
    const config = filtered({ accounts: { include: ['1*'], exclude: ['*9'] } });

    expect([A, B, '111111111119'].map((id) => isAccountInScope(config, { ...at('/'), id }))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('requires that both the account and its organizational unit match', () => {
    const config = filtered({ accounts: { include: [A] }, organizationalUnits: { exclude: ['/Sandbox/**'] } });

    expect(isAccountInScope(config, at('/Sandbox'))).toBe(false);
    expect(isAccountInScope(config, at('/Workloads'))).toBe(true);
  });
});
