import { unmatchedGlobs } from '../../../core/inventory/unmatched-globs';
import { account, bucket, exampleConfig, snapshot } from '../organization/example';

const A = '111111111111';
const B = '222222222222';
const { organization } = snapshot();
const known = {
  organization: {
    ...organization,
    units: ['/', '/CI', '/CI%2FCD', '/Workloads'].map((path) => ({ id: `ou ${path}`, name: path, path })),
  },
  accounts: [
    account(A, { path: '/CI', buckets: [{ ...bucket('logs'), tags: { Stage: 'dev', Owner: '' } }] }),
    account(B, { path: '/CI%2FCD', buckets: [bucket('media', 'us-east-1')] }),
  ],
};
const unmatched = (changes: Record<string, unknown>, found = known) =>
  unmatchedGlobs(exampleConfig(changes), found).map(({ source, glob, comparedWith: { what, count } }) => [
    source.join('.'),
    glob,
    `${count} ${what}`,
  ]);

describe('unmatchedGlobs', () => {
  it('is empty for a configuration without globs, and for globs that each match something', () => {
    const place = {
      accounts: [A, '2*'],
      organizationalUnits: ['/', '/CI%2FCD', '/Workloads/**'],
      regions: ['eu-*', '*'],
      buckets: ['l*'],
    };
    const set = { enabled: false };
    const filters = Object.fromEntries(Object.entries(place).map(([key, exclude]) => [key, { exclude }]));
    const overrides = [{ match: { ...place, tags: { Stage: 'd*', Owner: '' } }, set }];

    expect(unmatched({})).toEqual([]);
    expect(unmatched({ filters, overrides, additional: [{ id: 'more', match: place }] })).toEqual([]);
  });

  it('names those of filters, and the values that they were compared with', () => {
    const filters = {
      accounts: { include: [A, '333333333333'] },
      organizationalUnits: { exclude: ['/Sandbox/**', '/CI/*'] },
      regions: { include: ['eu-*', 'ap-*'] },
      buckets: { exclude: ['log-*'] },
    };

    expect(unmatched({ filters })).toEqual([
      ['filters.accounts.include.1', '333333333333', '2 account'],
      ['filters.organizationalUnits.exclude.0', '/Sandbox/**', '4 organizational unit'],
      ['filters.organizationalUnits.exclude.1', '/CI/*', '4 organizational unit'],
      ['filters.regions.include.1', 'ap-*', '2 Region'],
      ['filters.buckets.exclude.0', 'log-*', '2 bucket'],
    ]);
  });

  it('names those of additional configurations and of overrides, tags too', () => {
    const set = { enabled: false };
    const additional = [{ id: 'more' }, { id: 'most', match: { buckets: ['nothing', 'media'] } }];
    const overrides = [
      { match: { regions: ['eu-*'] }, set },
      { match: { accounts: ['9*'], tags: { Stage: 'prod', stage: '*', Owner: '*' } }, set },
    ];

    expect(unmatched({ additional, overrides })).toEqual([
      ['additional.1.match.buckets.0', 'nothing', '2 bucket'],
      ['overrides.1.match.accounts.0', '9*', '2 account'],
      ['overrides.1.match.tags.Stage', 'prod', '1 bucket with known tags'],
      ['overrides.1.match.tags.stage', '*', '1 bucket with known tags'],
    ]);
  });

  it('says nothing of buckets, Regions and tags where the snapshot has none', () => {
    const filters = { regions: { include: ['eu-*'] }, buckets: { exclude: ['logs'] } };
    const overrides = [{ match: { tags: { Stage: 'dev' } }, set: { enabled: false } }];

    expect(unmatched({ filters, overrides }, { ...known, accounts: [account(A)] })).toEqual([]);
  });

  it('gives the paths that a glob would match if names were not escaped', () => {
    const units = known.organization.units.filter(({ path }) => path !== '/CI');
    const found = { ...known, organization: { ...known.organization, units } };
    const config = exampleConfig({ filters: { organizationalUnits: { exclude: ['/CI/**', '/Sandbox'] } } });

    expect(unmatchedGlobs(config, found).map(({ glob, escaped }) => [glob, escaped])).toEqual([
      ['/CI/**', ['/CI%2FCD']],
      ['/Sandbox', []],
    ]);
  });
});
