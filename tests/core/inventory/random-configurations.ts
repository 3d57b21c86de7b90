import fc from 'fast-check';
import type { z } from 'zod';
import type { configSchema } from '../../../core/config/schema';
import { OPTIONAL_FIELDS } from '../../../core/report/fields';
import type { BucketFacts } from '../../../core/inventory/override-match';

/** A configuration as a person writes it: every default left out. */
export type Written = z.input<typeof configSchema>;

const ACCOUNTS = ['333333333333', '333333333334', '444444444444'];
const REGIONS = ['eu-west-1', 'eu-central-1', 'us-east-1'];
const PATHS = ['/', '/A', '/A/B', '/A/B/C', '/A B', '/D'];
const NAMES = ['a', 'ab', 'a-b', 'logs.a', 'logs.b', 'tmp'];
const TAG_KEYS = ['Owner', 'Stage', 'toString'];
const TAG_VALUES = ['', 'a', 'a/b', 'team-a', 'team-b'];

const oneOf = (values: readonly string[]) => fc.constantFrom(...values);

/** A value, or a glob made of one: cut off, with a star at the start, the end or in the middle, or with question marks. */
const globOf = (values: readonly string[], shortest = 0) =>
  fc.tuple(oneOf(values), fc.nat(4), fc.nat(12)).map(([value, kind, at]) => {
    const cut = Math.max(shortest, Math.min(at, value.length));
    if (kind === 0 || value === '') return value;
    if (kind === 1) return `${value.slice(0, cut)}*`;
    if (kind === 2) return `*${value.slice(cut)}`;
    if (kind === 3) return `${value.slice(0, cut)}*${value.slice(cut + 1)}`;
    return value.replace(/[a-z0-9]/g, (letter, index: number) => (index % 3 === at % 3 ? '?' : letter));
  });

const pathGlob = fc
  .tuple(oneOf(PATHS), fc.constantFrom('', '/**', '/*'))
  .map(([path, end]) => (path === '/' && end !== '' ? end : path + end));

const some = (glob: fc.Arbitrary<string>) => fc.array(glob, { minLength: 1, maxLength: 2 });

const place = {
  accounts: some(globOf(ACCOUNTS, 1)),
  organizationalUnits: some(pathGlob),
  regions: some(globOf(REGIONS, 1)),
  buckets: some(globOf(NAMES)),
};
const tags = fc.dictionary(oneOf(TAG_KEYS), globOf(TAG_VALUES), { minKeys: 1, maxKeys: 2 });

const notEmpty = <T extends object>(arbitrary: fc.Arbitrary<T>) =>
  arbitrary.filter((value) => Object.keys(value).length > 0);

const keyArn = (region: string) => `arn:aws:kms:${region}:222222222222:key/${region}`;
const encryption = fc.oneof(
  fc.constant({ type: 'none' as const }),
  fc.constant({ type: 'SSE-S3' as const }),
  fc.constant({ type: 'SSE-KMS' as const }),
  fc.subarray(REGIONS).map((regions) => ({
    type: 'SSE-KMS' as const,
    keys: Object.fromEntries(regions.map((region) => [region, keyArn(region)])),
  })),
);
const settings = {
  enabled: fc.boolean(),
  format: fc.constantFrom('CSV' as const, 'ORC' as const, 'Parquet' as const),
  frequency: fc.constantFrom('Daily' as const, 'Weekly' as const),
  versions: fc.constantFrom('All' as const, 'Current' as const),
  fields: fc.shuffledSubarray([...OPTIONAL_FIELDS], { maxLength: 4 }),
  prefixFilter: oneOf(['logs/', 'data/${x}', '%{a}']),
  encryption,
};
const changes = { ...settings, prefixFilter: fc.option(settings.prefixFilter) };
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { requiredKeys: [] });

const MAIN = 'main.one';
const OTHERS = ['second', 'b_2', 'b.2'];

const additional = fc
  .subarray(OTHERS)
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.tuple(record({ ...changes, match: notEmpty(record(place)) })).map(([own]) => ({ id, ...own })),
      ),
    ),
  );

const override = (ids: readonly string[]) =>
  fc.record(
    { match: notEmpty(record({ ...place, tags })), configuration: oneOf(ids), set: notEmpty(record(changes)) },
    { requiredKeys: ['match', 'set'] },
  );

/** A random valid configuration, as written. */
export const anyConfiguration: fc.Arbitrary<Written> = additional.chain((others) => {
  const ids = [MAIN, ...others.map(({ id }) => id)];
  return fc.record({
    destination: fc.constant({ account: '222222222222', homeRegion: 'eu-west-1' }),
    inventory: record(settings).map((own) => ({ id: MAIN, ...own })),
    additional: fc.constant(others),
    overrides: fc.array(override(ids), { maxLength: 6 }),
  });
});

/** A random bucket; two buckets may share a name. */
export const anyBucket: fc.Arbitrary<BucketFacts> = fc.record(
  {
    account: oneOf(ACCOUNTS),
    path: oneOf(PATHS),
    region: oneOf(REGIONS),
    name: oneOf(NAMES),
    tags: fc.dictionary(oneOf(TAG_KEYS), oneOf(TAG_VALUES), { maxKeys: 3 }),
  },
  { requiredKeys: ['account', 'path', 'region', 'name'] },
);
