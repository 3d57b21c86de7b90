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
import { noDuplicates, keysMatchRegion, whenList, whenMapping } from './cross-checks';
import { region } from './values';

/** The id of an inventory configuration. AWS documents no allowed characters; these are known to be safe. */
export const configurationId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'a configuration id: up to 64 letters, digits, ".", "_" and "-"');

const field = z.enum(OPTIONAL_FIELDS, {
  error: ({ input }) =>
    isFieldTooNew(input)
      ? `a field that the Terraform provider 5.100 accepts (S3 accepts this one, the provider does not yet): ${OPTIONAL_FIELDS.join(SEPARATOR)}`
      : undefined,
});

const fields = z
  .array(field)
  .superRefine(noDuplicates, whenList)
  .describe('Optional fields of a report; a list replaces an earlier list as a whole');

const prefixFilter = z
  .string()
  .min(1, 'a key prefix of at least one character; leave "prefixFilter" out to list everything')
  .max(1024, 'a key prefix of at most 1024 characters');

const encryption = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('none').describe('The inventory configuration names no encryption'),
      })
      .describe('Encrypted by the default of the destination bucket'),
    z
      .strictObject({ type: z.literal('SSE-S3').describe('Keys that S3 manages') })
      .describe('Encrypted with keys that S3 manages'),
    z
      .strictObject({
        type: z.literal('SSE-KMS').describe('Customer managed KMS keys'),
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
          .superRefine(keysMatchRegion, whenMapping)
          .default({})
          .describe(
            'ARN of a KMS key for each Region; for a Region without an entry, the collector stack creates a key',
          ),
      })
      .describe('Encrypted with a customer managed KMS key per Region'),
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

const enabled = z.boolean().describe('false keeps the configurations on the buckets and stops the reports');
const format = z.enum(REPORT_FORMATS).describe('File format of the reports');
const frequency = z.enum(FREQUENCIES).describe('Interval of the reports; S3 writes weekly reports on Sundays, UTC');
const versions = z.enum(OBJECT_VERSIONS).describe('Object versions that a report lists');

/** Schema of the settings in `inventory`, the base of every configuration. */
export const settingsWithDefaults = {
  enabled: enabled.default(true),
  format: format.default('Parquet'),
  frequency: frequency.default('Daily'),
  versions: versions.default('Current'),
  fields: fields.default([...DEFAULT_FIELDS]),
  prefixFilter: prefixFilter.optional().describe('Prefix of the object keys to list; without it, all are listed'),
  encryption: encryption.prefault({ type: 'SSE-S3' }),
};

/** Schema of the settings in an additional configuration or an override. All are optional. */
export const settingsToChange = {
  enabled: enabled.optional(),
  format: format.optional(),
  frequency: frequency.optional(),
  versions: versions.optional(),
  fields: fields.optional(),
  prefixFilter: prefixFilter.nullable().optional().describe('Prefix of the object keys to list; null lists all'),
  encryption: encryption.optional(),
};
