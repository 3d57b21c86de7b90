import { describeError } from '../refusals/describe-error';
import type { FieldChange, FieldValue } from './compare-configurations';
import { DIFFERENCE_KINDS, type Difference, type DifferenceKind } from './difference';

/** Meaning of each kind of difference, for headings. */
export const KIND_MEANINGS: Readonly<Record<DifferenceKind, string>> = {
  missing: 'the configuration does not exist',
  changed: 'the configuration has other settings',
  disabled: 'the configuration is disabled',
  'unmanaged-bucket': 'the bucket is not in the snapshot',
  'gone-bucket': 'the bucket no longer exists',
  foreign: 'a configuration that is not ours delivers to our destination bucket',
  unreadable: 'AWS refused the call',
};

/** The id of the configuration that differs; empty for a difference of a bucket or an account. */
export const configurationOf = (difference: Difference): string =>
  'configuration' in difference ? difference.configuration : '';

/** Describes a difference, one item per fact. Texts from AWS are not escaped. */
export function describeDifference(difference: Difference): string[] {
  if (difference.kind === 'changed') return difference.changes.map(describeChange);
  if (difference.kind !== 'unreadable') return [KIND_MEANINGS[difference.kind]];
  const { error, bucket, buckets } = difference;
  const answer = describeError(error);
  return bucket === null ? [`${answer} (${count(buckets, 'bucket')} of the account)`] : [answer];
}

function describeChange({ field, want, have }: FieldChange): string {
  if (!Array.isArray(want) || !Array.isArray(have)) {
    return `${field}: want ${describeValue(want)}, have ${describeValue(have)}`;
  }
  const lacks = without(want, have);
  const besides = without(have, want);
  const parts = [
    ...(lacks.length === 0 ? [] : [`lacks ${lacks.join(', ')}`]),
    ...(besides.length === 0 ? [] : [`has besides ${besides.join(', ')}`]),
  ];
  return `${field}: ${parts.join('; ')}`;
}

const without = (values: readonly string[], others: readonly string[]) =>
  values.filter((value) => !others.includes(value));

function describeValue(value: FieldValue): string {
  if (value === null) return '(none)';
  return value === '' ? '(empty)' : String(value);
}

/** Number of differences of each kind that occurs, in the order of the kinds. */
export const countByKind = (differences: readonly Difference[]): [kind: DifferenceKind, number: number][] =>
  DIFFERENCE_KINDS.map((kind): [DifferenceKind, number] => [
    kind,
    differences.filter((difference) => difference.kind === kind).length,
  ]).filter(([, number]) => number > 0);

/**
 * Summarizes differences in one sentence, e.g. `3 differences in 1200 buckets (2 missing, 1 changed).`
 *
 * @param kinds the kinds that were requested; empty means all
 */
export function summarizeDrift(
  differences: readonly Difference[],
  buckets: number,
  kinds: readonly DifferenceKind[] = [],
): string {
  const where = `${kinds.length === 0 ? '' : `of kind ${kinds.join(' or ')} `}in ${count(buckets, 'bucket')}`;
  if (differences.length === 0) return `No differences ${where}.`;
  const counts = countByKind(differences).map(([kind, number]) => `${number} ${kind}`);
  return `${count(differences.length, 'difference')} ${where} (${counts.join(', ')}).`;
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
