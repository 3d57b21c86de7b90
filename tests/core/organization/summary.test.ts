import { compareSnapshots } from '../../../core/organization/changes';
import { summarizeDiscovery } from '../../../core/organization/summary';
import { account, bucket, exampleConfig, snapshot } from './example';

describe('summarizeDiscovery', () => {
  it('counts accounts by state, and per Region the known and the selected buckets', () => {
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
    };

    expect(summarizeDiscovery(config, discovery)).toMatchObject({
      organization: 'o-example123',
      accounts: { known: 3, inScope: 2, unreadable: 0, states: { ACTIVE: 2, SUSPENDED: 1 } },
      regions: [
        { region: 'eu-west-1', accounts: 2, buckets: 3, selected: 1 },
        { region: 'us-east-1', accounts: 1, buckets: 1, selected: 1 },
      ],
    });
  });
});
