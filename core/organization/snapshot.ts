/** The organization as last discovered. All commands but `orgs3 discover` work from the snapshot. */
export interface OrganizationSnapshot {
  readonly organization: Organization;
  /** Sorted by id. */
  readonly accounts: readonly AccountSnapshot[];
}

/** Content of `organization/organization.json`. */
export interface Organization {
  /** Id such as `o-a1b2c3d4e5`. */
  readonly id: string;
  /** 12 digits. */
  readonly managementAccount: string;
  /** Sorted by path. */
  readonly units: readonly OrganizationalUnit[];
}

/** An organizational unit and its place in the tree. */
export interface OrganizationalUnit {
  readonly id: string;
  readonly name: string;
  /** Names from the root down, e.g. `/Workloads/Production`, as `unitPath` escapes them; the root itself is `/`. */
  readonly path: string;
}

/** AWS's states of an account, and `DEPARTED` for one that the organization no longer lists. */
export const ACCOUNT_STATES = [
  'ACTIVE',
  'PENDING_ACTIVATION',
  'PENDING_CLOSURE',
  'SUSPENDED',
  'CLOSED',
  'DEPARTED',
] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** Content of `organization/accounts/<id>.json`. */
export interface AccountSnapshot {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  readonly state: AccountState;
  /** Path of the organizational unit that holds the account; `/` for the root. */
  readonly path: string;
  /** The error of the last attempt to list the buckets; `buckets` then holds those last known. */
  readonly error?: ReadError;
  /** Sorted by name. */
  readonly buckets: readonly BucketSnapshot[];
  /** Sorted by Region and name; absent where they were never listed. */
  readonly directoryBuckets?: readonly DirectoryBucket[];
}

/** A general purpose bucket. */
export interface BucketSnapshot {
  readonly name: string;
  readonly region: string;
  /** ISO 8601, UTC. */
  readonly created?: string;
  /** Absent where the tags were never read: discovery reads them only if an override matches by tags. */
  readonly tags?: BucketTags;
}

/** Tag keys and their values, without the tags that AWS sets itself. */
export type BucketTags = Readonly<Record<string, string>>;

/** A directory bucket (S3 Express One Zone). */
export interface DirectoryBucket {
  /** Ends in `--x-s3`. */
  readonly name: string;
  readonly region: string;
}

/** AWS's response to a failed call. */
export interface ReadError {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
}
