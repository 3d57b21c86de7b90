import { tableSpec } from '../../core/catalog/tables';
import { REPORT_FORMATS } from '../../core/report/fields';
import { type DeliveredReport, TRUE_REASON } from './fault-reports';

/** A partition of one of the tables. */
export interface ShownPartition {
  readonly values: readonly string[];
  readonly location: string;
}

/** The final state of the catalog. `refusals` holds reasons by the key of the manifest. */
export interface Outcome {
  readonly partitions: (table: string) => readonly ShownPartition[];
  readonly refusals: ReadonlyMap<string, string>;
}

/** The numbers of reports by outcome. */
export interface Comparison {
  readonly delivered: number;
  /** Good reports that the history tables show at the right location. */
  readonly registered: number;
  /** Bad reports that no table shows, and that were refused for the right reason. */
  readonly refused: number;
  /** Good reports that no history table shows. */
  readonly lost: number;
  /** Partitions of the history tables that show the same report as another, or no good report. */
  readonly duplicated: number;
  /** Buckets whose current state is wrong. Right is: the newest good report, once, in the table of its format. */
  readonly wrongLatest: number;
}

/** Compares the tables with the reports that S3 delivered. */
export function compareCatalog(reports: readonly DeliveredReport[], { partitions, refusals }: Outcome): Comparison {
  const good = reports.filter(({ defect }) => defect === undefined);
  const shown = REPORT_FORMATS.flatMap((format) =>
    partitions(tableSpec('history', format).name).map((partition) => `${format} ${nameOf(partition)}`),
  );
  const inHistory = new Set(shown);
  const registered = good.filter((report) => inHistory.has(historyName(report)));
  const refused = reports.filter(
    ({ defect, key }) => defect !== undefined && TRUE_REASON[defect].test(refusals.get(key.manifestKey) ?? ''),
  );
  return {
    delivered: reports.length,
    registered: registered.length,
    refused: refused.length,
    lost: good.length - registered.length,
    duplicated: shown.length - registered.length,
    wrongLatest: wrongLatest(good, reports, partitions),
  };
}

const nameOf = ({ values, location }: ShownPartition) => `${values.join(' ')} ${location}`;

const historyName = ({ format, key }: DeliveredReport) =>
  `${format} ${nameOf({ values: [key.bucket, key.dt], location: key.location })}`;

function wrongLatest(
  good: readonly DeliveredReport[],
  all: readonly DeliveredReport[],
  partitions: Outcome['partitions'],
): number {
  const newest = new Map<string, DeliveredReport>();
  for (const report of good) {
    const known = newest.get(report.key.bucket);
    if (known === undefined || known.key.dt < report.key.dt) newest.set(report.key.bucket, report);
  }
  const shown = new Map<string, string[]>();
  for (const format of REPORT_FORMATS) {
    for (const { values, location } of partitions(tableSpec('latest', format).name)) {
      const bucket = values[0] ?? '';
      shown.set(bucket, [...(shown.get(bucket) ?? []), `${format} ${location}`]);
    }
  }
  const buckets = new Set([...all.map(({ key }) => key.bucket), ...shown.keys()]);
  return [...buckets].filter((bucket) => {
    const report = newest.get(bucket);
    const wanted = report === undefined ? [] : [`${report.format} ${report.key.location}`];
    return (shown.get(bucket) ?? []).join() !== wanted.join();
  }).length;
}
