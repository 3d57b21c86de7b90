/** The place where reports are expected. Events about any other place are ignored. */
export interface ReportScope {
  readonly destinationBucket: string;
  /** First part of every report key, without slashes at its ends. */
  readonly destinationPrefix: string;
  readonly configurationId: string;
}

/** The parts of one report's key, and the keys and folders that follow from them. */
export interface ReportKey {
  readonly destinationBucket: string;
  /** The source account: 12 digits. */
  readonly account: string;
  /** The source bucket. */
  readonly bucket: string;
  readonly configurationId: string;
  /** Start of the scan in UTC, as in the Hive folder: `2016-11-06-21-32`. Text order is time order. */
  readonly dt: string;
  /** Start of the scan in epoch milliseconds. */
  readonly scanStarted: number;
  /** Folder below which S3 writes everything for this configuration; ends in `/`. */
  readonly folder: string;
  readonly manifestKey: string;
  readonly checksumKey: string;
  /** Location of the report's partition: `s3://…/hive/dt=…/`, the folder of its `symlink.txt`. */
  readonly location: string;
}

/** Result of reading a key: a report, a key that is not ours (`ignored`), or a report key with a wrong layout (`refused`). */
export type KeyReading =
  | { readonly kind: 'report'; readonly report: ReportKey }
  | { readonly kind: 'ignored' | 'refused'; readonly reason: string };

const CHECKSUM = 'manifest.checksum';
const ACCOUNT = /^\d{12}$/;
/** Wider than today's naming rule: buckets made before 2018 may have capitals, "_" and up to 255 characters. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const STAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})Z$/;

/**
 * Decodes the object key of an S3 event; `undefined` where its escapes are malformed.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html (form-style: a space is `+`)
 */
export function decodeEventKey(eventKey: string): string | undefined {
  try {
    return decodeURIComponent(eventKey.replace(/\+/g, ' '));
  } catch {
    return undefined;
  }
}

/**
 * Reads the key `<prefix>/<account>/<bucket>/<configuration id>/<YYYY-MM-DDTHH-MMZ>/manifest.checksum`. S3 writes this object
 * last: a report is complete when it arrives.
 *
 * @param eventKey the object key of the event, still encoded
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
export function readReportKey(eventKey: string, scope: ReportScope): KeyReading {
  const key = decodeEventKey(eventKey);
  if (key === undefined) return { kind: 'refused', reason: `key "${eventKey}" has malformed escapes` };
  const prefix = `${scope.destinationPrefix}/`;
  if (!key.startsWith(prefix)) return { kind: 'ignored', reason: `key is not below "${prefix}"` };
  if (!key.endsWith(`/${CHECKSUM}`)) return { kind: 'ignored', reason: `key does not end in "/${CHECKSUM}"` };

  const parts = key.slice(prefix.length).split('/');
  const [account = '', bucket = '', configurationId = '', stamp = ''] = parts;
  const report = reportKeyOf({ account, bucket, stamp }, scope);
  if (parts.length !== 5 || report === undefined)
    return {
      kind: 'refused',
      reason: `key does not have the form ${prefix}<account>/<bucket>/<configuration id>/<YYYY-MM-DDTHH-MMZ>/${CHECKSUM}`,
    };
  if (configurationId !== scope.configurationId)
    return { kind: 'ignored', reason: `configuration "${configurationId}" is not "${scope.configurationId}"` };
  return { kind: 'report', report };
}

/** The parts of a report's key, without its scope. */
export interface ReportKeyParts {
  /** 12 digits. */
  readonly account: string;
  readonly bucket: string;
  /** Name of the manifest's folder: `2016-11-06T21-32Z`. */
  readonly stamp: string;
}

/** Builds a report's key from its parts; `undefined` where a part is malformed. */
export function reportKeyOf({ account, bucket, stamp }: ReportKeyParts, scope: ReportScope): ReportKey | undefined {
  const scanStarted = scanStart(stamp);
  const dt = dtOfStamp(stamp);
  if (!ACCOUNT.test(account) || !BUCKET.test(bucket) || scanStarted === undefined || dt === undefined) return undefined;
  const { destinationBucket, configurationId } = scope;
  const folder = reportFolder({ account, bucket }, scope);
  return {
    destinationBucket,
    account,
    bucket,
    configurationId,
    dt,
    scanStarted,
    folder,
    manifestKey: `${folder}${stamp}/manifest.json`,
    checksumKey: `${folder}${stamp}/${CHECKSUM}`,
    location: `s3://${destinationBucket}/${folder}hive/dt=${dt}/`,
  };
}

/** Folder below which S3 writes all reports of a source bucket; ends in `/`. */
export const reportFolder = (
  { account, bucket }: Pick<ReportKeyParts, 'account' | 'bucket'>,
  { destinationPrefix, configurationId }: ReportScope,
) => `${destinationPrefix}/${account}/${bucket}/${configurationId}/`;

/** The `dt` of the report whose manifest is in the folder `2016-11-06T21-32Z`; `undefined` for a folder of another form. */
export const dtOfStamp = (stamp: string): string | undefined =>
  scanStart(stamp) === undefined ? undefined : stamp.replace('T', '-').replace('Z', '');

/** Epoch milliseconds of `2016-11-06T21-32Z`; `undefined` for another form or a date that does not exist. */
function scanStart(stamp: string): number | undefined {
  const [, day, hour, minute] = STAMP.exec(stamp) ?? [];
  if (day === undefined) return undefined;
  const moment = Date.parse(`${day}T${hour}:${minute}:00.000Z`);
  if (Number.isNaN(moment)) return undefined;
  return new Date(moment).toISOString().startsWith(`${day}T${hour}:${minute}`) ? moment : undefined;
}
