import junitReport from 'junit-report-builder';
import { configurationOf, describeDifference } from '../core/drift/describe-difference';
import type { Difference } from '../core/drift/difference';
import { bucketKey } from '../core/drift/scope';
import { groupedBy } from '../core/text/grouped-by';
import { sortedBy } from '../core/text/order';
import type { SelectedBucket } from '../core/organization/selection';
import { printable } from '../core/text/printable';

/**
 * A comparison as JUnit XML: a suite per account, a test per bucket that was read. A bucket with differences fails, one
 * that could not be read is an error; an account that could not be read is an error by itself.
 */
export function driftJunit(differences: readonly Difference[], buckets: readonly SelectedBucket[]): string {
  const report = junitReport.newBuilder().name('orgs3 drift');
  const byBucket = groupedBy(differences, ({ account, region, bucket }) =>
    bucketKey({ account, region: region ?? '', bucket: bucket ?? '' }),
  );
  const accounts = groupedBy(places(differences, buckets), ({ account }) => account);
  for (const [account, tests] of accounts) {
    const suite = report.testSuite().name(account);
    for (const { region, bucket } of tests) {
      const test = suite
        .testCase()
        .className(region === '' ? account : `${account}.${legal(region)}`)
        .name(bucket === '' ? 'the account' : legal(bucket));
      const found = byBucket.get(bucketKey({ account, region, bucket })) ?? [];
      const isUnreadable = found.some(({ kind }) => kind === 'unreadable');
      if (isUnreadable) test.error(textOf(found), 'unreadable');
      else if (found.length > 0) test.failure(textOf(found), found[0]?.kind);
    }
  }
  return `${report.build()}\n`;
}

/** Every bucket that was read or differs; empty Region and bucket stand for a whole account. */
function places(differences: readonly Difference[], buckets: readonly SelectedBucket[]): SelectedBucket[] {
  const differing = differences.map(({ account, region, bucket }) => ({
    account,
    region: region ?? '',
    bucket: bucket ?? '',
  }));
  const unique = new Map([...differing, ...buckets].map((place) => [bucketKey(place), place]));
  return sortedBy([...unique.values()], bucketKey);
}

const textOf = (differences: readonly Difference[]) =>
  differences.map((difference) => legal(lineOf(difference))).join('\n');

function lineOf(difference: Difference): string {
  const configuration = configurationOf(difference);
  const what = describeDifference(difference).join('; ');
  return `${difference.kind}${configuration === '' ? '' : ` ${configuration}`}: ${what}`;
}

/** Replaces the two characters that `printable` leaves and XML does not allow. */
const legal = (text: string) => printable(text).replaceAll(/[\ufffe\uffff]/g, '\ufffd');
