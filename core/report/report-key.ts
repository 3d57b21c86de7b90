/** Where reports are expected: everything else in an event is somebody else's. */
export interface ReportScope {
  readonly destinationBucket: string;
  /** First part of every report key, without slashes at its ends. */
  readonly destinationPrefix: string;
  readonly configurationId: string;
}

/** One report, as its key names it. */
export interface ReportKey {
  readonly destinationBucket: string;
  /** The source account: 12 digits. */
  readonly account: string;
  /** The source bucket. */
  readonly bucket: string;
  readonly configurationId: string;
  /** Start of the scan in UTC, as in the Hive folder: `2016-11-06-21-32`. Compares as text. */
  readonly dt: string;
  /** The same moment in epoch milliseconds. */
  readonly scanStarted: number;
  /** Everything that S3 writes for this configuration lies below; ends in `/`. */
  readonly folder: string;
  readonly manifestKey: string;
  readonly checksumKey: string;
  /** `s3://…/hive/dt=…/`, the folder of this report's `symlink.txt`: a partition's location. */
  readonly location: string;
}

/** What a key stands for: a report, nothing of ours (`ignored`), or a report that is not laid out as S3 does it (`refused`). */
export type KeyReading =
  | { readonly kind: 'report'; readonly report: ReportKey }
  | { readonly kind: 'ignored' | 'refused'; readonly reason: string };

const CHECKSUM = 'manifest.checksum';
const ACCOUNT = /^\d{12}$/;
/** Wider than today's rule: buckets made before 2018 may have capitals, "_" and up to 255 characters. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;
const STAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})Z$/;

/**
 * The object key that an S3 event means; `undefined` where its escapes are malformed.
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
 * Reads `<prefix>/<account>/<bucket>/<configuration id>/<YYYY-MM-DDTHH-MMZ>/manifest.checksum`, whose arrival says that a
 * report is complete.
 *
 * @param eventKey the key as the event spells it, still encoded
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
      reason: `key is not laid out as ${prefix}<account>/<bucket>/<configuration id>/<YYYY-MM-DDTHH-MMZ>/${CHECKSUM}`,
    };
  if (configurationId !== scope.configurationId)
    return { kind: 'ignored', reason: `configuration "${configurationId}" is not "${scope.configurationId}"` };
  return { kind: 'report', report };
}

/** What a report's key is made of, besides its scope. */
export interface ReportKeyParts {
  /** 12 digits. */
  readonly account: string;
  readonly bucket: string;
  /** The folder of its manifest: `2016-11-06T21-32Z`. */
  readonly stamp: string;
}

/** The report of these parts; `undefined` where one of them cannot be what it has to be. */
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

/** Everything that S3 writes of a source bucket's reports lies below; ends in `/`. */
export const reportFolder = (
  { account, bucket }: Pick<ReportKeyParts, 'account' | 'bucket'>,
  { destinationPrefix, configurationId }: ReportScope,
) => `${destinationPrefix}/${account}/${bucket}/${configurationId}/`;

/** The `dt` of the report whose manifest lies in the folder `2016-11-06T21-32Z`; `undefined` for a folder of another name. */
export const dtOfStamp = (stamp: string): string | undefined =>
  scanStart(stamp) === undefined ? undefined : stamp.replace('T', '-').replace('Z', '');

/** Epoch milliseconds of `2016-11-06T21-32Z`; `undefined` for another form or a day that the calendar lacks. */
function scanStart(stamp: string): number | undefined {
  const [, day, hour, minute] = STAMP.exec(stamp) ?? [];
  if (day === undefined) return undefined;
  const moment = Date.parse(`${day}T${hour}:${minute}:00.000Z`);
  if (Number.isNaN(moment)) return undefined;
  return new Date(moment).toISOString().startsWith(`${day}T${hour}:${minute}`) ? moment : undefined;
}
