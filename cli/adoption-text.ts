import type { Adoption } from '../core/adoption/adopt';
import { countByPlace } from '../core/adoption/by-place';
import type { OwnConfiguration, SameDelivery } from '../core/adoption/existing-in-bucket';
import { describeDifference } from '../core/drift/describe-difference';
import type { Answer } from '../core/query/answer';
import { printable } from '../core/text/printable';
import { count, describeBucket, under } from './lists';
import { renderTabular, type Screen } from './tabular';

/** The most configurations that are shown field by field. */
const MOST_SHOWN = 10;

/** The findings for people: counts per account and Region, then configurations that differ, then those of other ids. */
export function* describeAdoption({ own, sameDelivery }: Adoption, screen: Screen): Generator<string> {
  if (own.length > 0) yield* renderTabular('table', answerOf(own), screen);
  const lines = [...describeDiffering(own), ...describeSameDelivery(sameDelivery)].map(printable);
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

const answerOf = (own: readonly OwnConfiguration[]): Answer => ({
  columns: [
    { name: 'account', type: 'text' },
    { name: 'Region', type: 'text' },
    { name: 'found', type: 'integer' },
    { name: 'to be updated', type: 'integer' },
  ],
  rows: countByPlace(own).map(({ account, region, found, toUpdate }) => [account, region, found, toUpdate]),
});

function describeDiffering(own: readonly OwnConfiguration[]): string[] {
  const differing = own.filter(({ changes }) => changes.length > 0);
  if (differing.length === 0) return [];
  const more = differing.length - MOST_SHOWN;
  return [
    `${count(differing.length, 'configuration')} will be updated:`,
    ...differing.slice(0, MOST_SHOWN).flatMap((one) => [`  ${describeBucket(one)}, ${one.id}`, ...describeFields(one)]),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

const describeFields = ({ id, ...rest }: OwnConfiguration): string[] =>
  describeDifference({ kind: 'changed', configuration: id, ...rest }).map((line) => `    ${line}`);

const describeSameDelivery = (sameDelivery: readonly SameDelivery[]): string[] =>
  under(
    `${count(sameDelivery.length, 'configuration')} of another id that delivers the same; they stay unchanged, and S3 bills both:`,
    sameDelivery.map((one) => `${describeBucket(one)}: ${one.id} delivers the same as ${one.like}`),
  );

/** An adoption as data. */
export const adoptionJson = ({ buckets, own, sameDelivery, failures, imports, kept }: Adoption) => ({
  buckets,
  imports: imports.length,
  kept,
  places: countByPlace(own),
  configurations: own,
  sameDelivery,
  unreadable: failures,
});
