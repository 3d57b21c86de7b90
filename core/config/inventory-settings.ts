import { z } from 'zod';
import {
  FREQUENCIES,
  isFieldTooNew,
  OBJECT_VERSIONS,
  OPTIONAL_FIELDS,
  REPORT_FORMATS,
  type OptionalField,
} from '../report/fields';
import { SEPARATOR } from './allowed-by';
import { eachOnce, keysInTheirRegion, onLists, onMappings } from './cross-checks';
import { region } from './values';

/** The id of an inventory configuration. AWS documents no alphabet; these letters are known to be safe. */
export const configurationId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'a configuration id: up to 64 letters, digits, ".", "_" and "-"');

const field = z.enum(OPTIONAL_FIELDS, {
  error: ({ input }) =>
    isFieldTooNew(input)
      ? `a field that the Terraform provider 5.100 takes: S3 knows this one, the provider does not yet: ${OPTIONAL_FIELDS.join(SEPARATOR)}`
      : undefined,
});

const fields = z
  .array(field)
  .superRefine(eachOnce, onLists)
  .describe('Optional fields of a report; a list replaces the one before it');

const prefixFilter = z
  .string()
  .min(1, 'a key prefix of at least one character; leave the key out to list everything')
  .max(1024, 'a key prefix of at most 1024 characters');

const encryption = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('none').describe('The configuration names none: the default of the bucket counts'),
      })
      .describe('No encryption of its own: the default of the destination bucket counts'),
    z.strictObject({ type: z.literal('SSE-S3').describe('Keys of S3') }).describe('Encrypted with keys of S3'),
    z
      .strictObject({
        type: z.literal('SSE-KMS').describe('A customer managed key of KMS per Region'),
        keys: z
          .record(
            region,
            z
              .string()
              .regex(
                /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
                'the whole ARN of a KMS key, such as "arn:aws:kms:eu-west-1:222222222222:key/…", not an alias',
              ),
          )
          .superRefine(keysInTheirRegion, onMappings)
          .default({})
          .describe('Region to the ARN of a key in it; where a Region has none, its collector makes one'),
      })
      .describe('Encrypted with a customer managed key of KMS'),
  ])
  .describe('Encryption of the reports');

const DEFAULT_FIELDS: readonly OptionalField[] = [
  'Size',
  'LastModifiedDate',
  'ETag',
  'StorageClass',
  'IsMultipartUploaded',
  'ReplicationStatus',
  'EncryptionStatus',
  'BucketKeyStatus',
  'IntelligentTieringAccessTier',
  'ChecksumAlgorithm',
];

const enabled = z.boolean().describe('false keeps the configurations and stops the reports');
const format = z.enum(REPORT_FORMATS).describe('File format of the reports');
const frequency = z.enum(FREQUENCIES).describe('How often S3 writes a report; weekly ones on Sundays, UTC');
const versions = z.enum(OBJECT_VERSIONS).describe('List every version of an object, or the current one');

/** The settings of `inventory`, which every configuration starts from. */
export const settingsWithDefaults = {
  enabled: enabled.default(true),
  format: format.default('Parquet'),
  frequency: frequency.default('Daily'),
  versions: versions.default('Current'),
  fields: fields.default([...DEFAULT_FIELDS]),
  prefixFilter: prefixFilter.optional().describe('List only keys that start with this'),
  encryption: encryption.prefault({ type: 'SSE-S3' }),
};

/** The settings of an additional configuration or an override: each may be left out. */
export const settingsToChange = {
  enabled: enabled.optional(),
  format: format.optional(),
  frequency: frequency.optional(),
  versions: versions.optional(),
  fields: fields.optional(),
  prefixFilter: prefixFilter.nullable().optional().describe('List only keys that start with this; null lists all'),
  encryption: encryption.optional(),
};
