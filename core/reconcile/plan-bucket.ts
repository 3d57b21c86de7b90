import type { CatalogPartition } from '../catalog/catalog';
import { registeredDt } from '../catalog/partitions';
import type { ReportFormat } from '../report/fields';

/** A partition of one of our tables. */
export interface TablePartition {
  readonly format: ReportFormat;
  readonly partition: CatalogPartition;
}

/** A folder of the destination bucket that holds the reports of one configuration; ends in `/`. */
export type ReportFolder = string;

/** Location of a report in the destination bucket. */
export interface ReportLocation {
  readonly folder: ReportFolder;
  readonly dt: string;
}

/**
 * Reads the location of a report from a partition's location: `s3://<destination bucket>/<folder>hive/dt=<dt>/`. `undefined` for a
 * location outside the destination bucket: such a partition is not ours.
 */
export function parseReportLocation({ location }: Pick<CatalogPartition, 'location'>, destinationBucket: string) {
  const start = `s3://${destinationBucket}/`;
  if (!location.startsWith(start)) return undefined;
  const [, folder, dt] = /^(.+\/)hive\/dt=(\d{4}(?:-\d{2}){4})\/?$/.exec(location.slice(start.length)) ?? [];
  return folder === undefined || dt === undefined ? undefined : { folder, dt };
}

/** Partitions of one bucket name, and the existing reports. */
export interface BucketFacts {
  /** Partitions in the history tables of all formats. */
  readonly history: readonly TablePartition[];
  /** Partitions in the `latest` tables of all formats. */
  readonly latest: readonly TablePartition[];
  readonly destinationBucket: string;
  /** True where the destination bucket contains the report. */
  readonly exists: (location: ReportLocation) => boolean;
}

/**
 * History partitions whose reports no longer exist. Partitions with a location outside the destination bucket are never
 * included.
 */
export const expiredPartitions = ({ history, destinationBucket, exists }: BucketFacts): TablePartition[] =>
  history.filter(({ partition }) => {
    const location = parseReportLocation(partition, destinationBucket);
    return location !== undefined && !exists(location);
  });

/** Changes to the `latest` tables for one bucket. */
export interface LatestPlan {
  /** The report to show, and the format of its table; absent where the table already shows it. */
  readonly point?: { readonly format: ReportFormat; readonly dt: string };
  /** Partitions to drop. */
  readonly drop: readonly TablePartition[];
}

/**
 * Plans the `latest` partition of a bucket. It must show the newest report of the history, in the table of that report's format.
 * Without any history, it is dropped if its report no longer exists.
 *
 * @param facts with a history that has no expired partitions
 */
export function planLatest(facts: BucketFacts): LatestPlan {
  const { history, latest, destinationBucket, exists } = facts;
  const newest = [...history].sort(byDt).at(-1);
  if (newest === undefined) {
    return {
      drop: latest.filter(({ partition }) => {
        const location = parseReportLocation(partition, destinationBucket);
        return location !== undefined && !exists(location);
      }),
    };
  }
  const drop = latest.filter(
    ({ format, partition }) =>
      format !== newest.format && parseReportLocation(partition, destinationBucket) !== undefined,
  );
  const shown = latest.find(({ format }) => format === newest.format);
  if (shown?.partition.location === newest.partition.location) return { drop };
  return { point: { format: newest.format, dt: historyDt(newest) }, drop };
}

/** The `dt` of a history partition: its second value. */
export const historyDt = ({ partition: { values } }: TablePartition) => values[1] ?? '';

/** The `dt` of the report that a `latest` partition shows; `undefined` where it has no date. */
export const latestDt = ({ partition }: TablePartition) => registeredDt(partition);

const byDt = (a: TablePartition, b: TablePartition) =>
  historyDt(a) < historyDt(b) ? -1 : historyDt(a) > historyDt(b) ? 1 : 0;
