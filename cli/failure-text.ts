import type { PartFailure } from '../core/refusals/part-failure';
import type { ReadFailure } from '../core/refusals/read-failure';
import type { SelectedBucket } from '../core/organization/selection';
import { printable } from '../core/text/printable';
import { describeError } from './coverage-text';
import { count, describeBucket, indented, shortened, under } from './lists';

/** Which accounts could not be read, with AWS's answer, and what to do about it; nothing where all were. */
export function describeUnreadable(failures: readonly ReadFailure[]): string[] {
  if (failures.length === 0) return [];
  const lines = failures.map((failure) => ({ line: describeFailure(failure), next: failure.next }));
  return [
    `${count(failures.length, 'account')} could not be read; what was known of them is kept:`,
    ...byHint(lines),
  ].map(printable);
}

const HEADINGS: Readonly<Record<PartFailure['part'], (failures: readonly PartFailure[]) => string>> = {
  tags: (failures) => {
    const known = failures.filter((failure) => failure.known).length;
    const kept = known === 0 ? '' : `; the last known tags of ${known} are kept`;
    return `The tags of ${count(failures.length, 'bucket')} could not be read${kept}:`;
  },
  'directory buckets': (failures) =>
    `Directory buckets could not be looked for in ${count(failures.length, 'Region')} of an account; those known are kept:`,
  configurations: (failures) => `The configurations of ${describeScope(failures)} could not be read:`,
};

/** What could not be read within accounts, with AWS's answer, and what to do about it; nothing where all was. */
export function describePartFailures(failures: readonly PartFailure[]): string[] {
  return (['tags', 'directory buckets', 'configurations'] as const)
    .flatMap((part) => {
      const ofPart = failures.filter((failure) => failure.part === part);
      if (ofPart.length === 0) return [];
      const lines = ofPart.map((failure) => ({ line: describePart(failure), next: failure.next }));
      return [HEADINGS[part](ofPart), ...byHint(lines)];
    })
    .map(printable);
}

/** Says of which buckets the tags are not known, and what follows; nothing where all are known. */
export const describeTagsUnknown = (buckets: readonly SelectedBucket[]): string[] =>
  under(
    `No override by tag applies to ${count(buckets.length, 'bucket')}, because their tags are not known:`,
    buckets.map(describeBucket),
  ).map(printable);

/** The lines under each piece of advice: a thousand buckets with the same trouble need it once. */
function byHint(failures: readonly { readonly line: string; readonly next: string }[]): string[] {
  const hints = [...new Set(failures.map(({ next }) => next))];
  return hints.flatMap((hint) =>
    indented([...shortened(failures.filter(({ next }) => next === hint).map(({ line }) => line)), `next: ${hint}`]),
  );
}

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
