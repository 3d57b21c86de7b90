import { mergeSnapshot } from '../../../core/discovery/merge';
import { account, bucket, listing, snapshot } from '../organization/example';

const A = '111111111111';
const B = '222222222222';
const denied = { operation: 'AssumeRole', code: 'AccessDenied', message: 'not authorized' };

describe('mergeSnapshot', () => {
  it('has the data that was read, sorted', () => {
    const merged = mergeSnapshot({
      previous: undefined,
      listing: listing(account(B), account(A)),
      results: [
        { account: B, buckets: [bucket('z'), bucket('a')] },
        { account: A, buckets: [] },
      ],
      prune: false,
    });

    expect(merged).toEqual(snapshot(account(A), account(B, { buckets: [bucket('a'), bucket('z')] })));
  });

  it('sorts the organizational units by path', () => {
    const units = ['/b', '/', '/a'].map((path) => ({ id: `ou-${path}`, name: path, path }));
    const { organization, accounts } = listing();

    const merged = mergeSnapshot({
      previous: undefined,
      listing: { organization: { ...organization, units }, accounts },
      results: [],
      prune: false,
    });

    expect(merged.organization.units.map(({ path }) => path)).toEqual(['/', '/a', '/b']);
  });

  it('keeps the last known buckets of an account that could not be read, with the error', () => {
    const merged = mergeSnapshot({
      previous: snapshot(account(A, { buckets: [bucket('kept')] })),
      listing: listing(account(A, { name: 'renamed' })),
      results: [{ account: A, error: denied }],
      prune: true,
    });

    expect(merged.accounts).toEqual([account(A, { name: 'renamed', error: denied, buckets: [bucket('kept')] })]);
  });

  it('drops the error once the account can be read again', () => {
    const merged = mergeSnapshot({
      previous: snapshot(account(A, { error: denied, buckets: [bucket('old')] })),
      listing: listing(account(A)),
      results: [{ account: A, buckets: [bucket('new')] }],
      prune: false,
    });

    expect(merged.accounts).toEqual([account(A, { buckets: [bucket('new')] })]);
  });

  it('keeps the buckets of an account that was not read, without an error', () => {
    const merged = mergeSnapshot({
      previous: snapshot(account(A, { error: denied, buckets: [bucket('kept')] })),
      listing: listing(account(A, { state: 'SUSPENDED' }), account(B)),
      results: [],
      prune: true,
    });

    expect(merged.accounts).toEqual([account(A, { state: 'SUSPENDED', buckets: [bucket('kept')] }), account(B)]);
  });

  it('marks an account that is no longer listed as departed, and keeps its buckets', () => {
    const previous = snapshot(account(A, { path: '/Workloads', error: denied, buckets: [bucket('kept')] }));

    const merged = mergeSnapshot({ previous, listing: listing(), results: [], prune: false });

    expect(merged.accounts).toEqual([account(A, { state: 'DEPARTED', path: '/Workloads', buckets: [bucket('kept')] })]);
  });

  it('drops departed accounts with prune, but no closed account', () => {
    const previous = snapshot(account(A), account(B, { state: 'DEPARTED' }), account('333333333333'));

    const merged = mergeSnapshot({
      previous,
      listing: listing(account(A, { state: 'CLOSED' })),
      results: [],
      prune: true,
    });

    expect(merged.accounts).toEqual([account(A, { state: 'CLOSED' })]);
  });

  it('keeps the earliest creation date of a bucket, because ListBuckets moves it when the bucket changes', () => {
    const on = (day: string) => ({ ...bucket('logs'), created: `2026-0${day}T00:00:00.000Z` });

    const merged = mergeSnapshot({
      previous: snapshot(account(A, { buckets: [on('1-02')] })),
      listing: listing(account(A)),
      results: [{ account: A, buckets: [on('5-06')] }],
      prune: false,
    });

    expect(merged.accounts[0]?.buckets).toEqual([on('1-02')]);
  });

  describe('of tags', () => {
    const tagged = { ...bucket('logs'), tags: { Stage: 'old' } };
    const read = (found: typeof tagged | ReturnType<typeof bucket>, ...refused: readonly string[]) =>
      mergeSnapshot({
        previous: snapshot(account(A, { buckets: [tagged] })),
        listing: listing(account(A)),
        results: [
          {
            account: A,
            buckets: [found],
            unreadTags: refused.map((region) => ({ name: 'logs', region, error: denied })),
          },
        ],
        prune: false,
      }).accounts[0]?.buckets;

    it('has the tags that were read', () => {
      expect(read({ ...tagged, tags: { Stage: 'new' } })).toEqual([{ ...tagged, tags: { Stage: 'new' } }]);
    });

    it('keeps the last known ones of a bucket that AWS refused', () => {
      expect(read(bucket('logs'), 'eu-west-1')).toEqual([tagged]);
    });

    it('does not give a bucket the tags of an earlier bucket with its name in another Region', () => {
      expect(read(bucket('logs', 'us-east-1'), 'us-east-1')).toEqual([bucket('logs', 'us-east-1')]);
    });

    it('drops those that were not requested, because they would become outdated', () => {
      expect(read(bucket('logs'))).toEqual([bucket('logs')]);
    });

    it('keeps the tags of an account that could not be read, was not read or has departed', () => {
      const previous = snapshot(account(A, { buckets: [tagged] }));
      const merge = (listed: ReturnType<typeof listing>, ...failed: readonly string[]) =>
        mergeSnapshot({
          previous,
          listing: listed,
          results: failed.map((id) => ({ account: id, error: denied })),
          prune: false,
        }).accounts[0]?.buckets;

      expect(merge(listing(account(A)), A)).toEqual([tagged]);
      expect(merge(listing(account(A, { state: 'SUSPENDED' })))).toEqual([tagged]);
      expect(merge(listing())).toEqual([tagged]);
    });
  });

  it('keeps known directory buckets in every case', () => {
    const directoryBuckets = [{ name: 'fast--euw1-az1--x-s3', region: 'eu-west-1' }];
    const merge = (listed: ReturnType<typeof listing>, results: Parameters<typeof mergeSnapshot>[0]['results']) =>
      mergeSnapshot({ previous: snapshot(account(A, { directoryBuckets })), listing: listed, results, prune: false })
        .accounts[0]?.directoryBuckets;

    expect(merge(listing(account(A)), [{ account: A, buckets: [] }])).toEqual(directoryBuckets);
    expect(merge(listing(account(A)), [{ account: A, error: denied }])).toEqual(directoryBuckets);
    expect(merge(listing(account(A)), [])).toEqual(directoryBuckets);
    expect(merge(listing(), [])).toEqual(directoryBuckets);
  });

  it('removes from an error the parts that differ in each run', () => {
    const message = (session: string, port: number) =>
      `User: arn:aws:sts::${B}:assumed-role/Deploy/${session} is not authorized to perform: sts:AssumeRole on resource: ` +
      `arn:aws:iam::${A}:role/OrgS3role (10.0.0.1:${port})`;
    const merge = (text: string) =>
      mergeSnapshot({
        previous: undefined,
        listing: listing(account(A)),
        results: [{ account: A, error: { ...denied, message: text } }],
        prune: false,
      }).accounts[0]?.error?.message;

    expect(merge(message('run-1', 443))).toBe(merge(message('run-2', 444)));
    expect(merge(message('run-1', 443))).toContain('assumed-role/Deploy is not authorized');
    expect(merge(message('run-1', 443))).toContain(`${A}:role/OrgS3role`);
  });
});
