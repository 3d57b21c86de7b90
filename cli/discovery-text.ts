import Table from 'cli-table3';
import { countChanges, type SnapshotChanges } from '../core/organization/changes';
import type { ReadFailure } from '../core/organization/read-failure';
import type { SelectedBucket } from '../core/organization/selection';
import type { AccountCounts, DiscoverySummary, RegionCount } from '../core/organization/summary';

/** Longer lists are cut: the snapshot in version control shows them whole. */
const LONGEST_LIST = 20;

/** The summary for people: accounts, buckets per Region, changes; ends in a line break. */
export const describeSummary = ({ organization, accounts, regions, changes, isFirst }: DiscoverySummary): string =>
  [
    `Organization ${organization}: ${describeAccounts(accounts)}`,
    describeRegions(regions),
    ...(isFirst ? ['This is the first snapshot.'] : describeChanges(changes)),
    '',
  ].join('\n');

/** What could not be read, with AWS's answer, and what to do about it; nothing where all was read. */
export function describeUnreadable(failures: readonly ReadFailure[]): string[] {
  if (failures.length === 0) return [];
  const hints = [...new Set(failures.map(({ next }) => next))];
  return [
    `${count(failures.length, 'account')} could not be read; what was known of them is kept:`,
    ...hints.flatMap((hint) => [
      ...shortened(failures.filter(({ next }) => next === hint).map(describeFailure)).map((line) => `  ${line}`),
      `  next: ${hint}`,
    ]),
  ];
}

function describeAccounts({ known, inScope, unreadable, states }: AccountCounts): string {
  const byState = Object.entries(states).map(([state, accounts]) => `${accounts} ${state}`);
  return `${count(known, 'account')} (${byState.join(', ')}); in scope ${inScope}, read ${inScope - unreadable}.`;
}

function describeRegions(regions: readonly RegionCount[]): string {
  if (regions.length === 0) return 'No buckets.';
  const table = new Table({
    head: ['Region', 'accounts', 'buckets', 'to be inventoried'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  table.push(...regions.map(({ region, accounts, buckets, selected }) => [region, accounts, buckets, selected]));
  return table.toString();
}

function describeChanges(changes: SnapshotChanges): string[] {
  if (countChanges(changes) === 0) return ['No changes since the last snapshot.'];
  const states = changes.statesChanged.map(({ account, from, to }) => `${account}: ${from} → ${to}`);
  const moves = changes.accountsMoved.map(({ account, from, to }) => `${account}: ${from} → ${to}`);
  return [
    'Changes since the last snapshot:',
    ...describeList('account', 'added', changes.accountsAdded),
    ...describeList('account', 'pruned', changes.accountsPruned),
    ...describeList('account', 'in another state', states),
    ...describeList('account', 'in another organizational unit', moves),
    ...describeList('bucket', 'added', changes.bucketsAdded.map(describeBucket)),
    ...describeList('bucket', 'removed', changes.bucketsRemoved.map(describeBucket)),
  ];
}

function describeList(what: string, happened: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`  ${count(lines.length, what)} ${happened}`, ...shortened(lines).map((line) => `    ${line}`)];
}

const describeBucket = ({ account, region, bucket }: SelectedBucket) => `${bucket} (account ${account}, ${region})`;

const describeFailure = ({ account, name, error, keptBuckets }: ReadFailure) =>
  `${account} (${name}, ${count(keptBuckets, 'bucket')} known): ${error.operation}: ${error.code}: ${error.message}`;

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= LONGEST_LIST) return lines;
  return [...lines.slice(0, LONGEST_LIST), `… and ${lines.length - LONGEST_LIST} more`];
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
