import { z } from 'zod';
import { DIFFERENCE_KINDS, type DifferenceKind } from '../core/drift/difference';

/** A difference of one configuration, in a form that a plan and `orgs3 drift` share: `bucket configuration: field`. */
export type Difference = string;

const inner = z.looseObject({}).nullish();
const block = z.array(inner).nullish();
const attributes = z
  .looseObject({
    bucket: z.string(),
    name: z.string(),
    destination: z.array(z.looseObject({ bucket: block })).optional(),
    filter: block,
    schedule: block,
    optional_fields: z.array(z.string()).nullish(),
  })
  .nullable();

const planSchema = z.object({
  resource_changes: z
    .array(
      z.object({
        type: z.string(),
        change: z.object({ actions: z.array(z.string()), before: z.unknown(), after: z.unknown() }),
      }),
    )
    .default([]),
});

/**
 * The changes that a plan of a `source` stack shows, by field in our names, sorted.
 *
 * @param plan the output of `terraform show -json`
 */
export function differencesOfPlan(plan: unknown): Difference[] {
  const changes = planSchema.parse(plan).resource_changes.filter(({ type }) => type === 'aws_s3_bucket_inventory');
  return changes
    .flatMap(({ change: { actions, before, after } }) => {
      const action = actions.join('+');
      const [have, want] = [attributes.parse(before), attributes.parse(after)];
      const { bucket = '', name = '' } = want ?? have ?? {};
      if (action === 'no-op') return [];
      if (action !== 'update') return [`${bucket} ${name}: ${action}`];
      return changedFields(fieldsOf(want), fieldsOf(have)).map((field) => `${bucket} ${name}: ${field}`);
    })
    .sort();
}

const fieldsOf = (resource: z.output<typeof attributes>): ReadonlyMap<string, unknown> => {
  const destination = resource?.destination?.[0]?.bucket?.[0];
  return new Map<string, unknown>([
    ['enabled', resource?.['enabled']],
    ['versions', resource?.['included_object_versions']],
    ['frequency', resource?.schedule?.[0]?.['frequency']],
    ['fields', [...(resource?.optional_fields ?? [])].sort()],
    ['prefixFilter', resource?.filter?.[0]?.['prefix']],
    ['format', destination?.['format']],
    ['encryption', destination?.['encryption']],
    ['destination.bucketArn', destination?.['bucket_arn']],
    ['destination.account', destination?.['account_id']],
    ['destination.prefix', destination?.['prefix']],
  ]);
};

const changedFields = (want: ReadonlyMap<string, unknown>, have: ReadonlyMap<string, unknown>): string[] =>
  [...want].flatMap(([field, value]) => (JSON.stringify(value) === JSON.stringify(have.get(field)) ? [] : [field]));

/** The word of a plan for each kind of difference. A plan does not show the other kinds. */
const IN_A_PLAN: ReadonlyMap<DifferenceKind, string> = new Map([
  ['missing', 'create'],
  ['gone-bucket', 'create'],
  ['disabled', 'enabled'],
]);

const driftSchema = z.object({
  differences: z.array(
    z.object({
      kind: z.enum(DIFFERENCE_KINDS),
      bucket: z.string(),
      configuration: z.string().optional(),
      changes: z.array(z.object({ field: z.string() })).default([]),
    }),
  ),
});

/**
 * The differences that `orgs3 drift --format json` found, in the same form. A missing configuration and a missing
 * bucket count as `create`, as in a plan.
 *
 * @param configurationId of the only configuration per bucket
 */
export function differencesOfDrift(json: unknown, configurationId: string): Difference[] {
  return driftSchema
    .parse(json)
    .differences.flatMap(({ kind, bucket, configuration = configurationId, changes }) => {
      const found = kind === 'changed' ? changes.map(({ field }) => field) : [IN_A_PLAN.get(kind) ?? kind];
      return found.map((one) => `${bucket} ${configuration}: ${one}`);
    })
    .sort();
}
