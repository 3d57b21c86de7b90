import { describeDifference } from '../core/drift/describe-difference';
import type { Unreadable } from '../core/drift/difference';
import type { AnswerColumn } from '../core/query/answer';
import { describeError } from '../core/refusals/describe-error';
import { printable } from '../core/text/printable';
import type { BucketStatus } from '../core/status/bucket-status';
import type { Status } from '../core/status/check-status';
import { countBuckets, type StatusCounts, statusRows } from '../core/status/count-buckets';
import { durationInWords } from '../core/text/time';
import type { CatalogFailure } from '../core/status/read-catalogs';
import { listUnderAdvice, nextLine } from './advice';
import { describeCoverage } from './coverage-text';
import { count, describeBucket, under } from './lists';
import { renderTabular, type Screen } from './tabular';

/** The most overdue reports on the screen. `--format json` has all of them. */
const MOST_ROWS = 20;

/** The status for people: counts per account and Region, states without a column, overdue buckets, gaps in coverage. */
export function* describeStatus(status: Status, screen: Screen): Generator<string> {
  const { at, buckets, notCovered } = status;
  const totals = countBuckets(buckets);
  const rows = statusRows(buckets).map(({ account, region, ...counts }) => [account, region, ...cells(counts, at)]);
  yield* renderTabular('table', { columns: COLUMNS, rows: [...rows, ['total', '', ...cells(totals, at)]] }, screen);
  yield* paragraph(describeStates(totals));
  const overdue = buckets.filter(({ report }) => report === 'overdue');
  if (overdue.length > 0) {
    yield* paragraph([`${count(overdue.length, 'report')} overdue:`]);
    const shown = overdue.slice(0, MOST_ROWS).map((bucket) => overdueRow(bucket, at));
    yield* renderTabular('table', { columns: OVERDUE_COLUMNS, rows: shown }, screen);
    if (overdue.length > shown.length) yield `… and ${overdue.length - shown.length} more\n`;
  }
  yield* describeNotWhole(buckets, screen);
  yield* paragraph(describeCoverage(notCovered));
}

function* describeNotWhole(buckets: readonly BucketStatus[], screen: Screen): Generator<string> {
  const lacking = buckets.filter(({ missing = [] }) => missing.length > 0);
  if (lacking.length === 0) return;
  yield* paragraph([`${count(lacking.length, 'newest report')} not whole. Run "orgs3 reconcile --verify":`]);
  const rows = lacking
    .slice(0, MOST_ROWS)
    .map(({ bucket, account, region, missing = [] }) => [bucket, account, region, missing.join(', ')]);
  yield* renderTabular('table', { columns: NOT_WHOLE_COLUMNS, rows }, screen);
  if (lacking.length > rows.length) yield `… and ${lacking.length - rows.length} more\n`;
}

const text = (name: string): AnswerColumn => ({ name, type: 'text' });
const integer = (name: string): AnswerColumn => ({ name, type: 'integer' });

const COLUMNS = [
  text('account'),
  text('Region'),
  integer('buckets'),
  integer('configured'),
  integer('not configured'),
  text('newest report'),
  integer('overdue'),
  integer('never reported'),
  integer('unreadable'),
];

const cells = (counts: StatusCounts, at: number) => [
  counts.buckets,
  counts.configured,
  counts.notConfigured,
  counts.newest === undefined ? (counts.unknown > 0 ? 'unknown' : 'none') : durationInWords(at - counts.newest),
  counts.overdue,
  counts.neverReported,
  counts.unreadable,
];

const OVERDUE_COLUMNS = ['bucket', 'account', 'Region', 'newest report', 'overdue since (UTC)'].map(text);

const NOT_WHOLE_COLUMNS = ['bucket', 'account', 'Region', 'missing'].map(text);

const overdueRow = ({ bucket, account, region, newest, overdueSince }: BucketStatus, at: number) => [
  bucket,
  account,
  region,
  newest === undefined ? 'none' : durationInWords(at - newest),
  overdueSince === undefined ? 'unknown' : new Date(overdueSince).toISOString().slice(0, 16).replace('T', ' '),
];

/** Counts that have no column in the table, and the advice about a column. */
function describeStates({ notConfigured, waiting, off, gone }: StatusCounts): string[] {
  return [
    ...(waiting === 0 ? [] : [`Waiting for the first report: ${waiting}. S3 takes up to 48 hours for it.`]),
    ...(notConfigured === 0 ? [] : [`Not configured: ${notConfigured}. "orgs3 drift" lists them.`]),
    ...(off === 0 ? [] : [`Switched off by the configuration: ${off}. No report is due.`]),
    ...(gone === 0 ? [] : [`No longer there: ${gone}. Run "orgs3 discover".`]),
  ];
}

/** Everything that could not be read, with AWS's answers and the advice, for stderr; nothing where all was read. */
export const describeTrouble = ({ unreadable, catalogFailures, fileFailures, undated }: Status): string[] =>
  [
    ...describeUnreadable(unreadable),
    ...catalogFailures.flatMap(describeCatalogFailure),
    ...fileFailures.flatMap(describeFileFailure),
    ...under(UNDATED, undated.map(describeBucket)),
  ].map(printable);

function describeUnreadable(unreadable: readonly Unreadable[]): string[] {
  if (unreadable.length === 0) return [];
  const buckets = unreadable.reduce((sum, difference) => sum + difference.buckets, 0);
  return [
    `Not everything could be read: it is not known whether ${count(buckets, 'bucket')} ${buckets === 1 ? 'is' : 'are'} configured.`,
    ...listUnderAdvice(unreadable, describeRefusal),
  ];
}

function describeRefusal(refusal: Unreadable): string {
  const { account, region, bucket } = refusal;
  const place = region === null || bucket === null ? `account ${account}` : describeBucket({ account, region, bucket });
  return `${place}: ${describeDifference(refusal).join('; ')}`;
}

const describeCatalogFailure = ({ region, error, next }: CatalogFailure): string[] => [
  `The reports in ${region} could not be read: ${describeError(error)}`,
  ...nextLine(next),
];

const describeFileFailure = ({ region, error, next }: CatalogFailure): string[] => [
  `The files of the newest reports in ${region} could not be looked for: ${describeError(error)}`,
  ...nextLine(next),
];

const UNDATED =
  'The newest report is not known where a partition of inventory_latest has no date. The next report corrects it, or drop the partition in Glue:';

function* paragraph(lines: readonly string[]): Generator<string> {
  if (lines.length > 0) yield `\n${lines.map(printable).join('\n')}\n`;
}
