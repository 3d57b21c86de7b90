import fc from 'fast-check';
import { z } from 'zod';
import { configSchema } from '../../core/config/schema';
import { desiredBuckets } from '../../core/inventory/desired-buckets';
import type { BucketFacts } from '../../core/inventory/override-match';
import { selectBuckets } from '../../core/organization/selection';
import { SourceStack } from '../../stacks/source-stack';
import { naiveConfigurations, naiveDesired } from '../core/inventory/naive-configurations';
import { anyBucket, anyConfiguration, type Written } from '../core/inventory/random-configurations';
import { sampleSnapshot, SOURCE } from './sample';
import { synthesized, type SynthesizedStack } from './synthesized';

/** The number of runs. Synthesis writes files, so it is smaller than for the rules themselves. */
const RUNS = Math.ceil(Number(process.env['ORGS3_PROPERTY_RUNS'] ?? 300) / 30);

const instances = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The buckets of one account, with different names. */
const anyAccount = fc
  .tuple(fc.uniqueArray(anyBucket, { selector: ({ name }) => name, minLength: 1, maxLength: 6 }), anyBucket)
  .map(([buckets, { path }]) => buckets.map((bucket): BucketFacts => ({ ...bucket, account: SOURCE, path })));

function synthesize(written: Written, buckets: readonly BucketFacts[]): SynthesizedStack[] {
  const config = configSchema.parse(written);
  const known = buckets.map(({ name, region, tags }) => ({ name, region, ...(tags === undefined ? {} : { tags }) }));
  const path = buckets[0]?.path ?? '/';
  const { organization } = sampleSnapshot();
  const snapshot = {
    organization,
    accounts: [{ id: SOURCE, name: '', state: 'ACTIVE' as const, path, buckets: known }],
  };
  const selection = selectBuckets(config, snapshot);
  const desired = desiredBuckets(config, snapshot, selection);
  const { regions } = selection;
  return synthesized((app) => {
    new SourceStack(app, { config, configFolder: '/', account: SOURCE, buckets: desired, regions });
  });
}

/** The settings that Terraform gets, per bucket and configuration, in the form of the naive reading. */
const given = (stacks: readonly SynthesizedStack[]) =>
  stacks
    .flatMap(({ resources }) => resources)
    .flatMap(({ attributes }) => Object.entries(instances.parse(attributes['for_each'])))
    .map(([bucket, { prefix_filter: prefix, encryption, kms_key_arn: key, ...rest }]) => ({
      bucket,
      id: rest['id'],
      enabled: rest['enabled'],
      format: rest['format'],
      frequency: rest['frequency'],
      versions: rest['versions'],
      fields: rest['fields'],
      prefixFilter: prefix === '' ? undefined : String(prefix).replace(/([$%])\1\{/g, '$1{'),
      encryption: encryption === 'SSE-KMS' ? { kmsKeyArn: key } : encryption,
    }));

const inOrder = (list: readonly { readonly bucket: string; readonly id: unknown }[]) =>
  list.toSorted((a, b) => (`${a.bucket} ${String(a.id)}` < `${b.bucket} ${String(b.id)}` ? -1 : 1));

describe('whatever the overrides and the buckets', () => {
  it('Terraform is given what a plain reading of the rules gives', () => {
    fc.assert(
      fc.property(anyConfiguration, anyAccount, (written, buckets) => {
        const wanted = buckets.flatMap((bucket) =>
          [...naiveConfigurations(written, bucket)].map(([id, one]) => ({
            bucket: bucket.name,
            id,
            ...naiveDesired(one, bucket.region),
          })),
        );

        expect(inOrder(given(synthesize(written, buckets)))).toEqual(inOrder(wanted));
      }),
      { numRuns: RUNS },
    );
  }, 1_800_000);
});
