import type { z } from 'zod';
import { configSchema } from '../../../core/config/schema';
import { effectiveConfigurations } from '../../../core/inventory/effective-configuration';
import type { BucketFacts } from '../../../core/inventory/override-match';

type Written = Partial<z.input<typeof configSchema>>;
type Override = NonNullable<Written['overrides']>[number];

const bucket: BucketFacts = {
  account: '333333333333',
  path: '/Workloads/Production',
  region: 'eu-west-1',
  name: 'photos',
};
const configured = (written: Written) =>
  configSchema.parse({ destination: { account: '222222222222', homeRegion: 'eu-west-1' }, ...written });
const on = (written: Written, facts: Partial<BucketFacts> = {}) =>
  effectiveConfigurations(configured(written))({ ...bucket, ...facts });

/** True where the criteria match the bucket: an override with them sets ORC. */
const matches = (match: Override['match'], facts: Partial<BucketFacts> = {}) =>
  on({ overrides: [{ match, set: { format: 'ORC' } }] }, facts)[0]?.settings.format === 'ORC';

describe('a bucket without overrides and additional configurations', () => {
  it('has one configuration, with the settings of inventory', () => {
    const [main, ...others] = on({ inventory: { id: 'main', format: 'CSV', prefixFilter: 'a/' } });

    expect(others).toEqual([]);
    expect(main).toMatchObject({ id: 'main', settings: { format: 'CSV', frequency: 'Daily', prefixFilter: 'a/' } });
    expect(main?.sources).toMatchObject({ id: ['inventory', 'id'], format: ['inventory', 'format'] });
  });
});

describe('overrides', () => {
  it('apply setting by setting: the last one that matches and sets it decides', () => {
    const [main] = on({
      overrides: [
        { match: { regions: ['eu-*'] }, set: { format: 'CSV', versions: 'All' } },
        { match: { buckets: ['photos'] }, set: { format: 'ORC', frequency: 'Weekly' } },
        { match: { buckets: ['other'] }, set: { format: 'Parquet', enabled: false } },
      ],
    });

    expect(main?.settings).toMatchObject({ format: 'ORC', versions: 'All', frequency: 'Weekly', enabled: true });
    expect(main?.sources).toMatchObject({
      format: ['overrides', 1, 'set', 'format'],
      versions: ['overrides', 0, 'set', 'versions'],
      enabled: ['inventory', 'enabled'],
    });
  });

  it('replace a list as a whole', () => {
    const [main] = on({
      inventory: { fields: ['Size', 'ETag'] },
      overrides: [{ match: { buckets: ['*'] }, set: { fields: ['ObjectOwner'] } }],
    });

    expect(main?.settings.fields).toEqual(['ObjectOwner']);
  });

  it('replace an encryption as a whole, with its keys', () => {
    const key = 'arn:aws:kms:eu-west-1:222222222222:key/1';
    const [main] = on({
      inventory: { encryption: { type: 'SSE-KMS', keys: { 'eu-west-1': key } } },
      overrides: [{ match: { buckets: ['*'] }, set: { encryption: { type: 'SSE-KMS' } } }],
    });

    expect(main?.settings.encryption).toEqual({ type: 'SSE-KMS', keys: {} });
  });

  it('remove a prefix filter with null', () => {
    const [main] = on({
      inventory: { prefixFilter: 'logs/' },
      overrides: [{ match: { buckets: ['*'] }, set: { prefixFilter: null } }],
    });

    expect(main?.settings.prefixFilter).toBeUndefined();
    expect(main?.sources.prefixFilter).toEqual(['overrides', 0, 'set', 'prefixFilter']);
  });

  it('can disable a configuration, which stays on the bucket', () => {
    const [main] = on({ overrides: [{ match: { buckets: ['photos'] }, set: { enabled: false } }] });

    expect(main?.settings.enabled).toBe(false);
  });
});

describe('additional configurations', () => {
  it('get the settings that they leave out from inventory, and do not change the main configuration', () => {
    const [main, csv] = on({
      inventory: { versions: 'All', prefixFilter: 'logs/' },
      additional: [{ id: 'csv', format: 'CSV', prefixFilter: null }],
    });

    expect(main?.settings).toMatchObject({ format: 'Parquet', versions: 'All', prefixFilter: 'logs/' });
    expect(csv).toMatchObject({ id: 'csv', settings: { format: 'CSV', versions: 'All' } });
    expect(csv?.settings.prefixFilter).toBeUndefined();
    expect(csv?.sources).toMatchObject({
      id: ['additional', 0, 'id'],
      format: ['additional', 0, 'format'],
      versions: ['inventory', 'versions'],
    });
  });

  it('are changed by an override of all configurations, and by one with their id', () => {
    const [main, second, third] = on({
      additional: [{ id: 'second' }, { id: 'third' }],
      overrides: [
        { match: { buckets: ['*'] }, set: { versions: 'All' } },
        { match: { buckets: ['*'] }, configuration: 'third', set: { format: 'CSV' } },
        { match: { buckets: ['*'] }, configuration: 'organization-inventory', set: { frequency: 'Weekly' } },
      ],
    });

    expect([main, second, third].map((one) => one && Object.values(one.settings).slice(1, 4))).toEqual([
      ['Parquet', 'Weekly', 'All'],
      ['Parquet', 'Daily', 'All'],
      ['CSV', 'Daily', 'All'],
    ]);
  });

  it('are only on the buckets that they match', () => {
    const additional = [{ id: 'second', match: { regions: ['us-*'] } }];

    expect(on({ additional }).map(({ id }) => id)).toEqual(['organization-inventory']);
    expect(on({ additional }, { region: 'us-east-1' }).map(({ id }) => id)).toEqual([
      'organization-inventory',
      'second',
    ]);
  });
});

describe('the match of an override', () => {
  it('requires every criterion, and one glob of each', () => {
    expect(matches({ accounts: ['1*', '3*'], regions: ['eu-*'] })).toBe(true);
    expect(matches({ accounts: ['3*'], regions: ['us-*'] })).toBe(false);
    expect(matches({ accounts: ['1*'] })).toBe(false);
  });

  it.each([
    ['/Workloads/**', true],
    ['/Workloads/Production/**', true],
    ['/Workloads/Production', true],
    ['/Workloads/*', true],
    ['/Workloads', false],
    ['/Sandbox/**', false],
    ['/**', true],
  ])('organizational units by their path: %s', (glob, expected) => {
    expect(matches({ organizationalUnits: [glob] })).toBe(expected);
  });

  it('matches an account at the root by /', () => {
    expect(matches({ organizationalUnits: ['/'] }, { path: '/' })).toBe(true);
    expect(matches({ organizationalUnits: ['/'] })).toBe(false);
  });

  it.each([
    ['Owner', 'team-*', true],
    ['Owner', 'team-a', false],
    ['owner', '*', false],
    ['Path', 'a/*', true],
    ['Path', '*', true],
    ['Empty', '', true],
    ['Empty', '*', true],
    ['Owner', '', false],
    ['Missing', '*', false],
    ['toString', '*', false],
  ])('tags by key and a glob of the value: %s "%s"', (key, glob, expected) => {
    const tags = { Owner: 'team-b', Path: 'a/b/c', Empty: '' };

    expect(matches({ tags: { [key]: glob } }, { tags })).toBe(expected);
  });

  it('requires all tags', () => {
    expect(matches({ tags: { a: '1', b: '2' } }, { tags: { a: '1', b: '2', c: '3' } })).toBe(true);
    expect(matches({ tags: { a: '1', b: '2' } }, { tags: { a: '1' } })).toBe(false);
  });

  it('fails by tags for a bucket whose tags are unknown', () => {
    expect(matches({ tags: { a: '*' } })).toBe(false);
    expect(matches({ tags: { a: '!x' } })).toBe(false);
  });
});
