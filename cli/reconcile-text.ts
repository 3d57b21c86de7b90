import { Orgs3Error } from '../core/errors';
import type { RegionFailure } from '../core/refusals/each-region';
import { describeError, messageOf } from '../core/refusals/describe-error';
import { printable } from '../core/text/printable';
import type { Change } from '../core/reconcile/changes';
import type { ReconciledRegion } from '../core/reconcile/reconcile-organization';
import { nextLine } from './advice';
import { count } from './lists';

/** A change for people: one line, and the advice where there is something to do. */
export const describeChange = (region: string, change: Change, dryRun: boolean): string[] =>
  linesOf(change, dryRun)
    .map((line, index) => (index === 0 ? `${region}: ${line}` : line))
    .map(printable);

function linesOf(change: Change, dryRun: boolean): string[] {
  const verb = (done: string, planned: string) => (dryRun ? `would ${planned}` : done);
  switch (change.kind) {
    case 'recovered':
      return [
        change.shownAt === undefined
          ? `${verb('registered', 'register')} ${reportName(change)}, which no table showed`
          : `${verb('moved', 'move')} ${reportName(change)}, which was shown at ${change.shownAt}`,
      ];
    case 'unregistrable':
      return [`left out ${reportName(change)}: ${change.reason}`, ...nextLine(change.next)];
    case 'dropped':
      return [
        `${verb('dropped', 'drop')} partition ${change.dt} of ${change.bucket} from ${change.table}: ${change.reason}`,
      ];
    case 'repaired':
      return [
        change.to === undefined
          ? `${verb('dropped', 'drop')} ${change.bucket} from ${change.table}: ${whyNotShown(change.shownIn)}`
          : `${verb('pointed', 'point')} ${change.bucket} in ${change.table} to ${change.to}; it showed ${change.from ?? 'none'}`,
      ];
    case 'failed':
      return [
        `could not reconcile ${bucketNames(change.buckets)}: ${messageOf(change.error)}`,
        ...nextLine(nextOf(change.error)),
      ];
  }
}

const whyNotShown = (shownIn: string | undefined) =>
  shownIn === undefined ? 'none of its reports can be shown' : `its newest report is in ${shownIn}`;

const reportName = ({
  account,
  bucket,
  dt,
}: {
  readonly account: string;
  readonly bucket: string;
  readonly dt: string;
}) => `report ${dt} of ${bucket} (account ${account})`;

function bucketNames(buckets: readonly string[]): string {
  const [first = '', ...others] = buckets;
  return others.length === 0 ? first : `${count(buckets.length, 'bucket')} from ${first} to ${others.at(-1) ?? ''}`;
}

const nextOf = (error: unknown) => (error instanceof Orgs3Error ? error.next : undefined);

/** The counts of a Region's run, in one line. */
export function describeReconciled({ region, totals, ages }: ReconciledRegion, dryRun: boolean): string {
  const { buckets, reports, recovered, unregistrable, dropped, repaired, failed, pending } = totals;
  const parts = [
    `${recovered} ${dryRun ? 'to register' : 'registered'}`,
    `${dropped} ${dryRun ? 'to drop' : 'dropped'}`,
    `${repaired} ${dryRun ? 'to repair' : 'repaired'}`,
    ...(unregistrable === 0 ? [] : [`${unregistrable} left out`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(pending === 0 ? [] : [`${pending} left to their events`]),
    ...(ages.overdue === 0 ? [] : [`${count(ages.overdue, 'bucket')} overdue`]),
    ...(ages.silent === 0 ? [] : [`${count(ages.silent, 'bucket')} silent for weeks`]),
  ];
  return `${region}: ${count(buckets, 'bucket')}, ${count(reports, 'report')}: ${parts.join(', ')}`;
}

/** The progress of a run. */
export const describeProgress = (region: string, buckets: number): string =>
  `${region}: ${count(buckets, 'bucket')} so far`;

/** Regions that could not be reconciled completely, each with AWS's answer and the advice, for stderr. */
export const describeRegionFailures = (failures: readonly RegionFailure[]): string[] =>
  failures
    .flatMap(({ region, error, next }) => [
      `${region} could not be reconciled completely: ${describeError(error)}`,
      ...nextLine(next),
    ])
    .map(printable);
