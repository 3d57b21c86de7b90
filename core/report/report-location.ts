import { type ReportKey, reportKeyOf } from './report-key';

/** A folder of the destination bucket that holds the reports of one configuration; ends in `/`. */
export type ReportFolder = string;

/** The report that a partition shows. */
export interface ReportLocation {
  readonly folder: ReportFolder;
  readonly dt: string;
}

/** The part of a partition that tells which report it shows. */
export interface Located {
  /** `s3://…/`. */
  readonly location: string;
}

/**
 * The report that a partition's location names: `s3://<destination bucket>/<folder>hive/dt=<dt>/`. `undefined` for a location
 * outside the destination bucket, which is somebody else's.
 */
export function parseReportLocation({ location }: Located, destinationBucket: string): ReportLocation | undefined {
  const start = `s3://${destinationBucket}/`;
  if (!location.startsWith(start)) return undefined;
  const [, folder, dt] = /^(.+\/)hive\/dt=(\d{4}(?:-\d{2}){4})\/?$/.exec(location.slice(start.length)) ?? [];
  return folder === undefined || dt === undefined ? undefined : { folder, dt };
}

/** The key of the report that a partition shows, whatever its prefix and configuration; `undefined` for another location. */
export function reportKeyAt(partition: Located, destinationBucket: string): ReportKey | undefined {
  const place = parseReportLocation(partition, destinationBucket);
  const [, destinationPrefix, account, bucket, configurationId] =
    /^(.+)\/([^/]+)\/([^/]+)\/([^/]+)\/$/.exec(place?.folder ?? '') ?? [];
  if (place === undefined || destinationPrefix === undefined || account === undefined) return undefined;
  if (bucket === undefined || configurationId === undefined) return undefined;
  const stamp = `${place.dt.slice(0, '2026-01-31'.length)}T${place.dt.slice('2026-01-31-'.length)}Z`;
  return reportKeyOf({ account, bucket, stamp }, { destinationBucket, destinationPrefix, configurationId });
}
