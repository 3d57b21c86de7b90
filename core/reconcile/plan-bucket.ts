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

/** Where a partition's report lies. */
export interface ReportPlace {
  readonly folder: ReportFolder;
  readonly dt: string;
}

/**
 * The place that a partition's location names: `s3://<destination bucket>/<folder>hive/dt=<dt>/`. `undefined` for a location
 * outside the destination bucket, which is somebody else's.
 */
export function placeOf({ location }: Pick<CatalogPartition, 'location'>, destinationBucket: string) {
  const start = `s3://${destinationBucket}/`;
  if (!location.startsWith(start)) return undefined;
  const [, folder, dt] = /^(.+\/)hive\/dt=(\d{4}(?:-\d{2}){4})\/?$/.exec(location.slice(start.length)) ?? [];
  return folder === undefined || dt === undefined ? undefined : { folder, dt };
}

/** What is known of one bucket name. */
export interface BucketFacts {
  /** Of the history tables of all formats. */
  readonly history: readonly TablePartition[];
  /** Of the `latest` tables of all formats. */
  readonly latest: readonly TablePartition[];
  readonly destinationBucket: string;
  /** Whether the report of a place is in the destination bucket. */
  readonly exists: (place: ReportPlace) => boolean;
}

/**
 * History partitions whose reports are no longer there. One whose location is not in the destination bucket is never among
 * them.
 */
export const expiredPartitions = ({ history, destinationBucket, exists }: BucketFacts): TablePartition[] =>
  history.filter(({ partition }) => {
    const place = placeOf(partition, destinationBucket);
    return place !== undefined && !exists(place);
  });

/** What the `latest` tables of one bucket lack. */
export interface LatestPlan {
  /** The table that has to show this report and does not. */
  readonly point?: { readonly format: ReportFormat; readonly dt: string };
  /** What the tables must not show any more. */
  readonly drop: readonly TablePartition[];
}

/**
 * The one `latest` partition of a bucket shows the newest report of its history, in the table of that report's format. Without
 * any history, it is dropped if its own report is gone too.
 *
 * @param facts whose history holds no expired partition any more
 */
export function planLatest(facts: BucketFacts): LatestPlan {
  const { history, latest, destinationBucket, exists } = facts;
  const newest = [...history].sort(byDt).at(-1);
  if (newest === undefined) {
    return {
      drop: latest.filter(({ partition }) => {
        const place = placeOf(partition, destinationBucket);
        return place !== undefined && !exists(place);
      }),
    };
  }
  const drop = latest.filter(
    ({ format, partition }) => format !== newest.format && placeOf(partition, destinationBucket) !== undefined,
  );
  const shown = latest.find(({ format }) => format === newest.format);
  if (shown?.partition.location === newest.partition.location) return { drop };
  return { point: { format: newest.format, dt: historyDt(newest) }, drop };
}

/** A history partition's own `dt`: its second value. */
export const historyDt = ({ partition: { values } }: TablePartition) => values[1] ?? '';

/** The `dt` that a `latest` partition shows; `undefined` where it does not tell. */
export const latestDt = ({ partition }: TablePartition) => registeredDt(partition);

const byDt = (a: TablePartition, b: TablePartition) =>
  historyDt(a) < historyDt(b) ? -1 : historyDt(a) > historyDt(b) ? 1 : 0;
