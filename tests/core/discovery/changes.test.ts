import { compareSnapshots, countChanges } from '../../../core/discovery/changes';
import { account, bucket, snapshot } from '../organization/example';

const A = '111111111111';
const B = '222222222222';

describe('compareSnapshots', () => {
  it('finds nothing between equal snapshots', () => {
    const same = snapshot(account(A, { buckets: [bucket('a')] }));

    expect(countChanges(compareSnapshots(same, same))).toBe(0);
  });

  it('counts everything as added where there was no snapshot', () => {
    expect(compareSnapshots(undefined, snapshot(account(A, { buckets: [bucket('a')] })))).toMatchObject({
      accountsAdded: [A],
      bucketsAdded: [{ account: A, region: 'eu-west-1', bucket: 'a' }],
    });
  });

  it('lists added and removed accounts and buckets; a bucket in another Region is in both lists', () => {
    const changes = compareSnapshots(
      snapshot(
        account(A, { buckets: [bucket('gone'), bucket('moved', 'us-east-1')] }),
        account(B, { buckets: [bucket('b')] }),
      ),
      snapshot(account(A, { buckets: [bucket('moved'), bucket('new')] }), account('333333333333')),
    );

    expect(changes).toEqual({
      accountsAdded: ['333333333333'],
      accountsPruned: [B],
      statesChanged: [],
      accountsMoved: [],
      bucketsAdded: [
        { account: A, region: 'eu-west-1', bucket: 'moved' },
        { account: A, region: 'eu-west-1', bucket: 'new' },
      ],
      bucketsRemoved: [
        { account: A, region: 'eu-west-1', bucket: 'gone' },
        { account: A, region: 'us-east-1', bucket: 'moved' },
        { account: B, region: 'eu-west-1', bucket: 'b' },
      ],
      tagsChanged: [],
      directoryBucketsAdded: [],
      directoryBucketsRemoved: [],
    });
    expect(countChanges(changes)).toBe(7);
  });

  it('lists buckets with other tags, or whose tags became known; the order of tags does not matter', () => {
    const tagged = (name: string, tags: Record<string, string>) => ({ ...bucket(name), tags });
    const changes = compareSnapshots(
      snapshot(account(A, { buckets: [tagged('a', { x: '1', y: '2' }), tagged('b', { x: '1' }), bucket('c')] })),
      snapshot(
        account(A, { buckets: [tagged('a', { y: '2', x: '1' }), tagged('b', { x: '2' }), tagged('c', {})] }),
        account(B, { buckets: [tagged('new', { x: '1' })] }),
      ),
    );

    expect(changes.tagsChanged.map((one) => one.bucket)).toEqual(['b', 'c']);
  });

  it('lists added and removed directory buckets', () => {
    const directory = (name: string) => ({ name, region: 'eu-west-1' });
    const changes = compareSnapshots(
      snapshot(account(A, { directoryBuckets: [directory('gone'), directory('stays')] })),
      snapshot(account(A, { directoryBuckets: [directory('new'), directory('stays')] })),
    );

    expect(changes).toMatchObject({
      directoryBucketsAdded: [{ account: A, region: 'eu-west-1', bucket: 'new' }],
      directoryBucketsRemoved: [{ account: A, region: 'eu-west-1', bucket: 'gone' }],
    });
  });

  it('lists accounts in another state or organizational unit', () => {
    const changes = compareSnapshots(
      snapshot(account(A), account(B)),
      snapshot(account(A, { state: 'SUSPENDED' }), account(B, { path: '/Workloads' })),
    );

    expect(changes.statesChanged).toEqual([{ account: A, from: 'ACTIVE', to: 'SUSPENDED' }]);
    expect(changes.accountsMoved).toEqual([{ account: B, from: '/', to: '/Workloads' }]);
  });
});
