import { countChanges, type SnapshotChanges } from '../core/discovery/changes';
import type { AccountCounts, DiscoverySummary, ExistingSummary, RegionCount } from '../core/discovery/summary';
import { printable } from '../core/text/printable';
import { describeCoverage } from './coverage-text';
import { count, describeBucket, indented, under } from './lists';
import { framedTable } from './tabular';

/** The summary for people: accounts, buckets per Region, gaps in coverage, changes; ends in a line break. */
export const describeSummary = (summary: DiscoverySummary): string =>
  [
    printable(`Organization ${summary.organization}: ${describeAccounts(summary.accounts)}`),
    describeRegions(summary.regions),
    ...describeCoverage(summary.notCovered),
    ...describeNotLookedFor(summary),
    ...describeExisting(summary.existing).map(printable),
    ...(summary.isFirst ? describeFirst(summary) : describeChanges(summary.changes).map(printable)),
    '',
  ].join('\n');

function describeAccounts({ known, inScope, unreadable, states }: AccountCounts): string {
  const byState = Object.entries(states).map(([state, accounts]) => `${accounts} ${state}`);
  return `${count(known, 'account')} (${byState.join(', ')}); in scope ${inScope}, read ${inScope - unreadable}.`;
}

function describeRegions(regions: readonly RegionCount[]): string {
  if (regions.length === 0) return 'No buckets.';
  return framedTable({
    columns: [
      { name: 'Region', type: 'text' },
      { name: 'accounts', type: 'integer' },
      { name: 'buckets', type: 'integer' },
      { name: 'to be inventoried', type: 'integer' },
    ],
    rows: regions.map(({ region, accounts, buckets, selected }) => [region, accounts, buckets, selected]),
  });
}

/** A note that the list of directory buckets comes from an earlier run. */
function describeNotLookedFor({ lookedForDirectoryBuckets, notCovered }: DiscoverySummary): string[] {
  if (lookedForDirectoryBuckets || notCovered.directoryBuckets.accountsNotAsked.length > 0) return [];
  return ['Directory buckets were not looked for this time: those listed are from an earlier run.'];
}

function describeExisting(existing: ExistingSummary | null): string[] {
  if (existing === null) return [];
  const { buckets, own, sameDelivery } = existing;
  const withOwn = new Set(own.map(({ account, region, bucket }) => `${account} ${region} ${bucket}`)).size;
  return [
    `Existing configurations (${count(buckets, 'bucket')} read):`,
    ...indented([
      withOwn === 0
        ? 'no bucket has one with our id'
        : `${count(withOwn, 'bucket')} with our id: run "orgs3 adopt" before the first plan, which then shows what it would change`,
      ...under(
        `${count(sameDelivery.length, 'configuration')} of another id that delivers the same; S3 bills both:`,
        sameDelivery.map((one) => `${describeBucket(one)}: ${one.id} delivers the same as ${one.like}`),
      ),
    ]),
  ];
}

const describeFirst = ({ existing }: DiscoverySummary): string[] => [
  'This is the first snapshot.',
  ...(existing === null
    ? [
        'Buckets may have inventory configurations already: "orgs3 discover --existing" finds them, "orgs3 adopt" makes Terraform import those that have our ids.',
      ]
    : []),
];

function describeChanges(changes: SnapshotChanges): string[] {
  if (countChanges(changes) === 0) return ['No changes since the last snapshot.'];
  const states = changes.statesChanged.map(({ account, from, to }) => `${account}: ${from} → ${to}`);
  const moves = changes.accountsMoved.map(({ account, from, to }) => `${account}: ${from} → ${to}`);
  const lists: readonly [what: string, happened: string, lines: readonly string[]][] = [
    ['account', 'added', changes.accountsAdded],
    ['account', 'pruned', changes.accountsPruned],
    ['account', 'in another state', states],
    ['account', 'in another organizational unit', moves],
    ['bucket', 'added', changes.bucketsAdded.map(describeBucket)],
    ['bucket', 'removed', changes.bucketsRemoved.map(describeBucket)],
    ['bucket', 'with other tags than were known', changes.tagsChanged.map(describeBucket)],
    ['directory bucket', 'added', changes.directoryBucketsAdded.map(describeBucket)],
    ['directory bucket', 'removed', changes.directoryBucketsRemoved.map(describeBucket)],
  ];
  return [
    'Changes since the last snapshot:',
    ...indented(lists.flatMap(([what, happened, lines]) => under(`${count(lines.length, what)} ${happened}`, lines))),
  ];
}
