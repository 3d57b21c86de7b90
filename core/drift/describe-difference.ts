import { describeError } from '../refusals/describe-error';
import type { FieldChange, FieldValue } from './compare-configurations';
import { DIFFERENCE_KINDS, type Difference, type DifferenceKind } from './difference';

/** What a difference of each kind means, for headings. */
export const KIND_MEANINGS: Readonly<Record<DifferenceKind, string>> = {
  missing: 'the configuration is not there',
  changed: 'the configuration has other settings',
  disabled: 'the configuration is switched off',
  'unmanaged-bucket': 'the snapshot does not know the bucket',
  'gone-bucket': 'the bucket is no longer there',
  foreign: 'it is none of ours and writes into our destination bucket',
  unreadable: 'AWS refused to tell',
};

/** The id of the configuration that a difference is about; empty where it is about none. */
export const configurationOf = (difference: Difference): string =>
  'configuration' in difference ? difference.configuration : '';

/** A difference in words, one item per thing to know; holds texts of others as they came. */
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

/** How many differences there are of each kind that occurs, in the order of the kinds. */
export const countByKind = (differences: readonly Difference[]): [kind: DifferenceKind, number: number][] =>
  DIFFERENCE_KINDS.map((kind): [DifferenceKind, number] => [
    kind,
    differences.filter((difference) => difference.kind === kind).length,
  ]).filter(([, number]) => number > 0);

/**
 * One sentence, e.g. `3 differences in 1200 buckets (2 missing, 1 changed).`
 *
 * @param kinds the only ones that were looked for; empty where all were
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
