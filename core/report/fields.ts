/** Formats in which S3 writes a report, spelled as in the API and in `manifest.json`. */
export const REPORT_FORMATS = ['CSV', 'ORC', 'Parquet'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Intervals at which S3 writes a report. Weekly reports come on Sundays, UTC. */
export const FREQUENCIES = ['Daily', 'Weekly'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** Object versions that a report can list. `All` adds the columns version_id, is_latest and is_delete_marker. */
export const OBJECT_VERSIONS = ['All', 'Current'] as const;
export type ObjectVersions = (typeof OBJECT_VERSIONS)[number];

/** Column types as Athena and Glue spell them. */
export type ColumnType = 'string' | 'boolean' | 'bigint' | 'timestamp';

interface Field {
  /** The name in `fileSchema` of a CSV report, and in `OptionalFields` where the field is optional. */
  readonly name: string;
  /** The column in ORC and Parquet reports and in our tables. */
  readonly column: string;
  readonly type: ColumnType;
  readonly presence: 'always' | 'all-versions' | 'optional';
}

/**
 * Every field of a report, in the order in which S3 writes the columns.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html (order, types)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-athena-query.html (Athena types)
 */
export const REPORT_FIELDS = [
  { name: 'Bucket', column: 'bucket', type: 'string', presence: 'always' },
  { name: 'Key', column: 'key', type: 'string', presence: 'always' },
  { name: 'VersionId', column: 'version_id', type: 'string', presence: 'all-versions' },
  { name: 'IsLatest', column: 'is_latest', type: 'boolean', presence: 'all-versions' },
  { name: 'IsDeleteMarker', column: 'is_delete_marker', type: 'boolean', presence: 'all-versions' },
  { name: 'Size', column: 'size', type: 'bigint', presence: 'optional' },
  { name: 'LastModifiedDate', column: 'last_modified_date', type: 'timestamp', presence: 'optional' },
  { name: 'ETag', column: 'e_tag', type: 'string', presence: 'optional' },
  { name: 'StorageClass', column: 'storage_class', type: 'string', presence: 'optional' },
  { name: 'IsMultipartUploaded', column: 'is_multipart_uploaded', type: 'boolean', presence: 'optional' },
  { name: 'ReplicationStatus', column: 'replication_status', type: 'string', presence: 'optional' },
  { name: 'EncryptionStatus', column: 'encryption_status', type: 'string', presence: 'optional' },
  {
    name: 'ObjectLockRetainUntilDate',
    column: 'object_lock_retain_until_date',
    type: 'timestamp',
    presence: 'optional',
  },
  { name: 'ObjectLockMode', column: 'object_lock_mode', type: 'string', presence: 'optional' },
  { name: 'ObjectLockLegalHoldStatus', column: 'object_lock_legal_hold_status', type: 'string', presence: 'optional' },
  {
    name: 'IntelligentTieringAccessTier',
    column: 'intelligent_tiering_access_tier',
    type: 'string',
    presence: 'optional',
  },
  { name: 'BucketKeyStatus', column: 'bucket_key_status', type: 'string', presence: 'optional' },
  { name: 'ChecksumAlgorithm', column: 'checksum_algorithm', type: 'string', presence: 'optional' },
  { name: 'ObjectAccessControlList', column: 'object_access_control_list', type: 'string', presence: 'optional' },
  { name: 'ObjectOwner', column: 'object_owner', type: 'string', presence: 'optional' },
] as const satisfies readonly Field[];

/** A value of `OptionalFields` that both the service and the Terraform provider 5.100 accept. */
export type OptionalField = Extract<(typeof REPORT_FIELDS)[number], { presence: 'optional' }>['name'];

/** All optional fields, in the order of the columns. */
export const OPTIONAL_FIELDS: readonly OptionalField[] = REPORT_FIELDS.flatMap((field) =>
  field.presence === 'optional' ? [field.name] : [],
);

/**
 * Values of `OptionalFields` that S3 accepts and the Terraform provider 5.100 refuses in the plan.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketInventoryConfiguration.html
 */
export const FIELDS_TOO_NEW: readonly string[] = [
  'LifecycleExpirationDate',
  'ObjectLockEventHoldStatus',
  'ObjectLockEventHoldDuration',
  'IntelligentTieringReferenceDate',
];

/** True for an optional field that S3 accepts and the Terraform provider 5.100 does not. */
export const isFieldTooNew = (field: unknown): boolean => FIELDS_TOO_NEW.some((name) => name === field);
