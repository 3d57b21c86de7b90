import { compareSnapshots } from '../../../core/discovery/changes';
import { summarizeDiscovery } from '../../../core/discovery/summary';
import { account, bucket, exampleConfig, snapshot } from '../organization/example';

describe('summarizeDiscovery', () => {
  it('counts accounts by state, and known and selected buckets by Region', () => {
    const found = snapshot(
      account('111111111111', { buckets: [bucket('a'), bucket('tmp'), bucket('c', 'us-east-1')] }),
      account('222222222222', { state: 'SUSPENDED', buckets: [bucket('b')] }),
      account('333333333333'),
    );
    const config = exampleConfig({ filters: { buckets: { exclude: ['tmp'] } } });
    const discovery = {
      snapshot: found,
      isFirst: true,
      changes: compareSnapshots(undefined, found),
      accountsRead: 2,
      failures: [],
      partFailures: [],
      directoryBuckets: false,
    };

    expect(summarizeDiscovery(config, discovery)).toMatchObject({
      organization: 'o-example123',
      accounts: { known: 3, inScope: 2, unreadable: 0, states: { ACTIVE: 2, SUSPENDED: 1 } },
      regions: [
        { region: 'eu-west-1', accounts: 2, buckets: 3, selected: 1 },
        { region: 'us-east-1', accounts: 1, buckets: 1, selected: 1 },
      ],
      notCovered: { buckets: [{ buckets: [{ bucket: 'tmp' }] }] },
      existing: null,
    });
  });

  it('lists the selected buckets with unknown tags, including those of an unreadable account', () => {
    const error = { operation: 'AssumeRole', code: 'AccessDenied', message: 'no' };
    const found = snapshot(
      account('111111111111', { buckets: [{ ...bucket('a'), tags: {} }] }),
      account('222222222222', { error, buckets: [{ ...bucket('b'), tags: { Stage: 'dev' } }, bucket('c')] }),
    );
    const summary = (changes: Record<string, unknown>) =>
      summarizeDiscovery(exampleConfig(changes), {
        snapshot: found,
        isFirst: false,
        changes: compareSnapshots(found, found),
        accountsRead: 2,
        failures: [],
        partFailures: [],
        directoryBuckets: false,
      });
    const overrides = [{ match: { tags: { Stage: 'dev' } }, set: { enabled: false } }];

    expect(summary({ overrides }).tagsUnknown).toEqual([{ account: '222222222222', region: 'eu-west-1', bucket: 'c' }]);
    expect(summary({}).tagsUnknown).toEqual([]);
  });
});
