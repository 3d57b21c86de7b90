import { bucketRows, rowsByRegion } from '../../../core/publish/bucket-rows';
import { account, bucket, exampleConfig, snapshot } from '../organization/example';

const A = '111111111111';
const B = '222222222222';

describe('the rows of the table buckets', () => {
  it('give the account of every known bucket and if it is inventoried, sorted', () => {
    const known = snapshot(
      account(B, { name: 'data', path: '/Data', buckets: [bucket('zoo', 'us-east-1'), bucket('logs-old')] }),
      account(A, {
        buckets: [{ ...bucket('shop'), created: '2024-02-03T04:05:06.000Z', tags: { team: 'shop' } }],
        state: 'SUSPENDED',
      }),
    );

    expect(bucketRows(exampleConfig({ filters: { buckets: { exclude: ['*-old'] } } }), known)).toEqual([
      {
        account: A,
        accountName: `account ${A}`,
        accountState: 'SUSPENDED',
        organizationalUnit: '/',
        region: 'eu-west-1',
        bucket: 'shop',
        created: '2024-02-03T04:05:06.000Z',
        tags: { team: 'shop' },
        inventoried: false,
      },
      expect.objectContaining({ account: B, organizationalUnit: '/Data', bucket: 'logs-old', inventoried: false }),
      expect.objectContaining({ account: B, region: 'us-east-1', bucket: 'zoo', tags: undefined, inventoried: true }),
    ]);
  });

  it('are grouped by Region, including a Region without rows', () => {
    const rows = bucketRows(
      exampleConfig(),
      snapshot(account(A, { buckets: [bucket('a'), bucket('b', 'eu-west-2')] })),
    );
    const parted = rowsByRegion(rows, ['us-east-1', 'eu-west-1']);

    expect([...parted].map(([region, some]) => [region, some.map((row) => row.bucket)])).toEqual([
      ['eu-west-1', ['a']],
      ['us-east-1', []],
    ]);
  });
});
