import { countByPlace } from '../../../core/adoption/by-place';

const own = {
  account: '111111111111',
  region: 'eu-west-1',
  bucket: 'logs',
  id: 'organization-inventory',
  changes: [],
};
const changes = [{ field: 'frequency', want: 'Daily', have: 'Weekly' }];

describe('countByPlace', () => {
  it('counts existing configurations and updates per account and Region', () => {
    const found = [own, { ...own, changes }, { ...own, region: 'us-east-1', changes }, { ...own, account: '2' }];

    expect(countByPlace(found)).toEqual([
      { account: own.account, region: 'eu-west-1', found: 2, toUpdate: 1 },
      { account: own.account, region: 'us-east-1', found: 1, toUpdate: 1 },
      { account: '2', region: 'eu-west-1', found: 1, toUpdate: 0 },
    ]);
  });
});
