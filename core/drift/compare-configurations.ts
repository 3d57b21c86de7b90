import type { DesiredConfiguration } from '../inventory/desired-configuration';
import { byText } from '../text/order';
import type { LiveConfiguration } from './live-configuration';

/** What a field of a configuration holds; `null` where it is not there. Lists are sorted. */
export type FieldValue = string | boolean | null | readonly string[];

/** A field that is not as it ought to be. */
export interface FieldChange {
  /** Named as in `DesiredConfiguration`, e.g. `destination.prefix`. */
  readonly field: string;
  readonly want: FieldValue;
  readonly have: FieldValue;
}

/**
 * The fields in which a configuration differs from what it ought to be, in the order of the table below; its id is not
 * compared. The same fields, compared alike, as the Terraform provider does: optional fields are a set, and a filter with
 * an empty prefix is not the same as none.
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
