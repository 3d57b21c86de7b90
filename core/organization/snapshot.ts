/** What was known of the organization when it was last discovered. Everything after discovery works from this alone. */
export interface OrganizationSnapshot {
  readonly organization: Organization;
  /** Sorted by id. */
  readonly accounts: readonly AccountSnapshot[];
}

/** `organization/organization.json`. */
export interface Organization {
  /** e.g. `o-a1b2c3d4e5`. */
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
  /** Names from the root down, e.g. `/Workloads/Production`; the root itself is `/`. */
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

/** `organization/accounts/<id>.json`. */
export interface AccountSnapshot {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  readonly state: AccountState;
  /** Path of the organizational unit that holds the account; `/` for the root. */
  readonly path: string;
  /** Why the buckets could not be read this time; they are then those last known. */
  readonly error?: ReadError;
  /** Sorted by name. */
  readonly buckets: readonly BucketSnapshot[];
  /** Sorted by Region and name; absent where they were never looked for. */
  readonly directoryBuckets?: readonly DirectoryBucket[];
}

/** A general purpose bucket. */
export interface BucketSnapshot {
  readonly name: string;
  readonly region: string;
  /** ISO 8601, UTC. */
  readonly created?: string;
  /** Absent where they were never read: they are only where the configuration asks for tags. */
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

/** AWS's answer to the call that failed. */
export interface ReadError {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
}
