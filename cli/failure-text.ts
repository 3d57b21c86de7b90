import type { PartFailure } from '../core/refusals/part-failure';
import type { ReadFailure } from '../core/refusals/read-failure';
import type { SelectedBucket } from '../core/organization/selection';
import { describeError } from '../core/refusals/describe-error';
import { printable } from '../core/text/printable';
import { listUnderAdvice } from './advice';
import { count, describeBucket, under } from './lists';

/** Accounts that could not be read, with AWS's answers and the advice; nothing where all were read. */
export function describeUnreadable(failures: readonly ReadFailure[]): string[] {
  if (failures.length === 0) return [];
  return [
    `${count(failures.length, 'account')} could not be read; their last known buckets are kept:`,
    ...listUnderAdvice(failures, describeFailure),
  ].map(printable);
}

const HEADINGS: Readonly<Record<PartFailure['part'], (failures: readonly PartFailure[]) => string>> = {
  tags: (failures) => {
    const known = failures.filter((failure) => failure.known).length;
    const kept = known === 0 ? '' : `; the last known tags of ${known} are kept`;
    return `The tags of ${count(failures.length, 'bucket')} could not be read${kept}:`;
  },
  'directory buckets': (failures) =>
    `Directory buckets could not be looked for in ${count(failures.length, 'Region')} of an account; those known already are kept:`,
  configurations: (failures) => `The configurations of ${describeScope(failures)} could not be read:`,
};

/** Parts of accounts that could not be read, with AWS's answers and the advice; nothing where all were read. */
export function describePartFailures(failures: readonly PartFailure[]): string[] {
  return (['tags', 'directory buckets', 'configurations'] as const)
    .flatMap((part) => {
      const ofPart = failures.filter((failure) => failure.part === part);
      if (ofPart.length === 0) return [];
      return [HEADINGS[part](ofPart), ...listUnderAdvice(ofPart, describePart)];
    })
    .map(printable);
}

/** Buckets whose tags are not known, so that no override by tag applies; nothing where all are known. */
export const describeTagsUnknown = (buckets: readonly SelectedBucket[]): string[] =>
  under(
    `No override by tag applies to ${count(buckets.length, 'bucket')}, because their tags are not known:`,
    buckets.map(describeBucket),
  ).map(printable);

const describeFailure = ({ account, name, error, keptBuckets }: ReadFailure) =>
  `${account} (${name}, ${count(keptBuckets, 'bucket')} known): ${describeError(error)}`;

function describePart({ account, region, bucket, error }: PartFailure): string {
  if (region === null) return `account ${account}: ${describeError(error)}`;
  const place = bucket === null ? `account ${account}, ${region}` : describeBucket({ account, region, bucket });
  return `${place}: ${describeError(error)}`;
}

function describeScope(failures: readonly PartFailure[]): string {
  const accounts = failures.filter(({ region }) => region === null).length;
  const buckets = failures.length - accounts;
  return [accounts === 0 ? [] : count(accounts, 'account'), buckets === 0 ? [] : count(buckets, 'bucket')]
    .flat()
    .join(' and ');
}
