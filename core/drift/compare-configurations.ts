import type { DesiredConfiguration } from '../inventory/desired-configuration';
import { byText } from '../text/order';
import type { LiveConfiguration } from './live-configuration';

/** Value of a field of a configuration; `null` where the field is absent. Lists are sorted. */
export type FieldValue = string | boolean | null | readonly string[];

/** A field whose value differs from the desired one. */
export interface FieldChange {
  /** Name as in `DesiredConfiguration`, e.g. `destination.prefix`. */
  readonly field: string;
  readonly want: FieldValue;
  readonly have: FieldValue;
}

/**
 * Compares a configuration with the desired one, field by field, in the order of the table below. Ids are not compared. Compares
 * the same fields in the same way as the Terraform provider: optional fields are a set, and a filter with an empty prefix
 * differs from no filter.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket_inventory
 */
export function compareConfigurations(want: DesiredConfiguration, have: LiveConfiguration): FieldChange[] {
  const [wanted, had] = [fieldsOf(want), fieldsOf(have)];
  return wanted.flatMap(([field, value], index): FieldChange[] => {
    const other = had[index]?.[1] ?? null;
    return JSON.stringify(value) === JSON.stringify(other) ? [] : [{ field, want: value, have: other }];
  });
}

const fieldsOf = (configuration: DesiredConfiguration | LiveConfiguration): [field: string, value: FieldValue][] => [
  ['enabled', configuration.enabled],
  ['format', configuration.format ?? null],
  ['frequency', configuration.frequency ?? null],
  ['versions', configuration.versions ?? null],
  ['fields', [...new Set<string>(configuration.fields)].sort(byText)],
  ['prefixFilter', configuration.prefixFilter ?? null],
  ['destination.bucketArn', configuration.destination.bucketArn ?? null],
  ['destination.account', configuration.destination.account ?? null],
  ['destination.prefix', configuration.destination.prefix ?? null],
  ['encryption', encryptionText(configuration.encryption)],
];

const encryptionText = (encryption: LiveConfiguration['encryption']) =>
  typeof encryption === 'string' ? encryption : `SSE-KMS with ${encryption.kmsKeyArn}`;
