import type { InventoryConfiguration } from '@aws-sdk/client-s3';
import { REPORT_FIELDS } from '../core/report/fields';
import type { StoredObject } from './object-store';

/** A value in a report: times are Dates, sizes are bigints. */
export type ReportValue = string | boolean | bigint | Date | null;
/** A row: values by column name. */
export type ReportRow = Readonly<Record<string, ReportValue>>;

export type ReportField = (typeof REPORT_FIELDS)[number];

/** The fields that a configuration asks for, in the order of the columns. */
export function reportFields({ OptionalFields = [], IncludedObjectVersions }: InventoryConfiguration): ReportField[] {
  const asked = new Set<string>(OptionalFields);
  return REPORT_FIELDS.filter(({ name, presence }) => {
    if (presence === 'optional') return asked.has(name);
    return presence === 'always' || IncludedObjectVersions === 'All';
  });
}

/** Lists the rows of a bucket's report: current objects or all versions, below the prefix filter. */
export function reportRows(
  bucket: string,
  configuration: InventoryConfiguration,
  objects: readonly StoredObject[],
): ReportRow[] {
  const prefix = configuration.Filter?.Prefix ?? '';
  const all = configuration.IncludedObjectVersions === 'All';
  const fields = reportFields(configuration);
  return objects
    .filter(({ key, isLatest, isDeleteMarker }) => key.startsWith(prefix) && (all || (isLatest && !isDeleteMarker)))
    .map((object) => Object.fromEntries(fields.map(({ name, column }) => [column, VALUES[name](object, bucket)])));
}

const ENCRYPTION: Readonly<Record<string, string>> = {
  AES256: 'SSE-S3',
  'aws:kms': 'SSE-KMS',
  'aws:kms:dsse': 'DSSE-KMS',
};
const OWNER = '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a';
const ACL = Buffer.from(JSON.stringify({ version: '2022-11-10', status: 'DISABLED', grants: [] })).toString('base64');

/**
 * The value of each field. A delete marker has no size, entity tag or storage class.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory.html
 */
const VALUES: Record<ReportField['name'], (object: StoredObject, bucket: string) => ReportValue> = {
  Bucket: (_, bucket) => bucket,
  Key: ({ key }) => key,
  VersionId: ({ versionId }) => (versionId === 'null' ? '' : versionId),
  IsLatest: ({ isLatest }) => isLatest,
  IsDeleteMarker: ({ isDeleteMarker }) => isDeleteMarker,
  Size: ({ size }) => (size === undefined ? null : BigInt(size)),
  LastModifiedDate: ({ lastModified }) => new Date(lastModified),
  ETag: ({ eTag }) => eTag ?? null,
  StorageClass: ({ storageClass }) => storageClass ?? null,
  IsMultipartUploaded: ({ eTag }) => (eTag === undefined ? null : eTag.includes('-')),
  ReplicationStatus: () => null,
  EncryptionStatus: ({ encryption, isDeleteMarker }) =>
    isDeleteMarker ? null : (ENCRYPTION[encryption ?? ''] ?? 'NOT-SSE'),
  ObjectLockRetainUntilDate: () => null,
  ObjectLockMode: () => null,
  ObjectLockLegalHoldStatus: () => null,
  IntelligentTieringAccessTier: ({ storageClass }) => (storageClass === 'INTELLIGENT_TIERING' ? 'FREQUENT' : null),
  BucketKeyStatus: ({ bucketKeyEnabled, isDeleteMarker }) =>
    isDeleteMarker ? null : bucketKeyEnabled === true ? 'ENABLED' : 'DISABLED',
  ChecksumAlgorithm: ({ checksumAlgorithm }) => checksumAlgorithm ?? null,
  ObjectAccessControlList: () => ACL,
  ObjectOwner: () => OWNER,
};
