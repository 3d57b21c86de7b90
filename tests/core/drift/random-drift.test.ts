import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { configSchema } from '../../../core/config/schema';
import type { Difference } from '../../../core/drift/difference';
import { findDrift } from '../../../core/drift/find-drift';
import type { LiveConfiguration } from '../../../core/drift/live-configuration';
import { desiredConfigurations } from '../../../core/inventory/desired-configuration';
import type { BucketFacts } from '../../../core/inventory/override-match';
import { naiveConfigurations, naiveDesired } from '../inventory/naive-configurations';
import { anyBucket, anyConfiguration, type Written } from '../inventory/random-configurations';

/** Number of random cases; `ORGS3_PROPERTY_RUNS=100000 npm test` tries more. */
const RUNS = Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300);
const MINUTES = 60_000;

const destinationOf = (region: string) => `arn:aws:s3:::s3inventory-${region}-222222222222`;

/** The live configurations of a bucket, built by the naive implementation. */
function naiveLive(written: Written, bucket: BucketFacts): LiveConfiguration[] {
  return [...naiveConfigurations(written, bucket)].map(([id, configuration]) => {
    const { fields, ...settings } = naiveDesired(configuration, bucket.region) as Omit<LiveConfiguration, 'id'>;
    return {
      id,
      ...settings,
      fields: [...fields].reverse(),
      destination: {
        bucketArn: destinationOf(bucket.region),
        account: '222222222222',
        prefix: `inventory/${bucket.account}`,
      },
    };
  });
}

/** Name of each field in a difference, with other values for it. */
const FIELDS: readonly {
  readonly field: string;
  readonly shown: (one: LiveConfiguration) => unknown;
  readonly others: (one: LiveConfiguration) => LiveConfiguration[];
}[] = [
  { field: 'enabled', shown: (one) => one.enabled, others: (one) => [{ ...one, enabled: !one.enabled }] },
  {
    field: 'format',
    shown: (one) => one.format ?? null,
    others: (one) => ['CSV', 'ORC', 'Parquet', undefined].map((format) => ({ ...one, format })),
  },
  {
    field: 'frequency',
    shown: (one) => one.frequency ?? null,
    others: (one) => ['Daily', 'Weekly', undefined].map((frequency) => ({ ...one, frequency })),
  },
  {
    field: 'versions',
    shown: (one) => one.versions ?? null,
    others: (one) => ['All', 'Current', undefined].map((versions) => ({ ...one, versions })),
  },
  {
    field: 'fields',
    shown: (one) => [...one.fields].sort(),
    others: (one) => [
      { ...one, fields: one.fields.slice(1) },
      { ...one, fields: [...one.fields, 'LifecycleExpirationDate'] },
      { ...one, fields: [...one.fields.slice(1), 'LifecycleExpirationDate'] },
    ],
  },
  {
    field: 'prefixFilter',
    shown: (one) => one.prefixFilter ?? null,
    others: (one) => [undefined, '', 'logs/', 'data/', 'data/${x}'].map((prefixFilter) => ({ ...one, prefixFilter })),
  },
  {
    field: 'destination.bucketArn',
    shown: (one) => one.destination.bucketArn ?? null,
    others: (one) =>
      ['arn:aws:s3:::other', undefined].map((bucketArn) => ({
        ...one,
        destination: { ...one.destination, bucketArn },
      })),
  },
  {
    field: 'destination.account',
    shown: (one) => one.destination.account ?? null,
    others: (one) =>
      ['222222222223', undefined].map((account) => ({ ...one, destination: { ...one.destination, account } })),
  },
  {
    field: 'destination.prefix',
    shown: (one) => one.destination.prefix ?? null,
    others: (one) =>
      ['inventory', '', undefined].map((prefix) => ({ ...one, destination: { ...one.destination, prefix } })),
  },
  {
    field: 'encryption',
    shown: ({ encryption }) => (typeof encryption === 'string' ? encryption : `SSE-KMS with ${encryption.kmsKeyArn}`),
    others: (one) =>
      (['none', 'SSE-S3', 'unknown', { kmsKeyArn: 'arn:aws:kms:eu-west-1:222222222222:key/other' }] as const).map(
        (encryption) => ({ ...one, encryption }),
      ),
  },
];

/** Indexes of the configuration, the field and the value to change, each modulo the available ones. */
const anyBreakage = fc.record({ configuration: fc.nat(), field: fc.nat(FIELDS.length - 1), other: fc.nat() });

const pick = <T>(values: readonly T[], number: number): T => {
  const value = values[number % values.length];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
};

/** `toEqual` with a fast path for equal values. */
function expectSame(actual: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(actual, wanted)) expect(actual).toEqual(wanted);
}

describe('random configurations and buckets', () => {
  it(
    'equal the naive implementation; one changed field gives exactly one difference',
    () => {
      fc.assert(
        fc.property(anyConfiguration, anyBucket, anyBreakage, (written, bucket, breakage) => {
          const { account, region, name } = bucket;
          const place = { account, region, bucket: name };
          const configurations = desiredConfigurations(configSchema.parse(written))(bucket);
          const compare = (live: readonly LiveConfiguration[]): Difference[] =>
            findDrift({
              desired: { ...place, configurations },
              known: true,
              live,
              destinationArn: destinationOf(region),
            });
          const live = naiveLive(written, bucket);
          expectSame(compare(live), []);

          const right = pick(live, breakage.configuration);
          const { field, shown, others } = pick(FIELDS, breakage.field);
          const wrong = pick(
            others(right).filter((one) => !isDeepStrictEqual(shown(one), shown(right))),
            breakage.other,
          );

          const configuration = right.id;
          const changes = [{ field, want: shown(right), have: shown(wrong) }];
          expectSame(compare(live.map((one) => (one === right ? wrong : one)).reverse()), [
            field === 'enabled' && right.enabled
              ? { kind: 'disabled', ...place, configuration }
              : { kind: 'changed', ...place, configuration, changes },
          ]);
          expectSame(compare(live.filter((one) => one !== right)), [{ kind: 'missing', ...place, configuration }]);
        }),
        { numRuns: RUNS },
      );
    },
    30 * MINUTES,
  );
});
