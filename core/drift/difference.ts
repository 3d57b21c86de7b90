import type { ReadError } from '../organization/snapshot';
import type { FieldChange } from './compare-configurations';

/** Kinds of differences between the organization and the configuration. */
export const DIFFERENCE_KINDS = [
  'missing',
  'changed',
  'disabled',
  'unmanaged-bucket',
  'gone-bucket',
  'foreign',
  'unreadable',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** The bucket of a difference. */
interface InBucket {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
}

interface InConfiguration extends InBucket {
  /** Id of the configuration. */
  readonly configuration: string;
}

/**
 * A difference between a bucket or an account and the configuration.
 *
 * - `missing`: the bucket lacks a desired configuration;
 * - `changed`: a configuration has other settings; `changes` lists them;
 * - `disabled`: a configuration that should be enabled is disabled;
 * - `unmanaged-bucket`: the bucket exists and is selected, but the snapshot lacks it;
 * - `gone-bucket`: the snapshot has the bucket, but it no longer exists;
 * - `foreign`: a configuration that is not ours delivers to our destination bucket;
 * - `unreadable`: AWS refused the call.
 */
export type Difference =
  | ({ readonly kind: 'missing' | 'disabled' | 'foreign' } & InConfiguration)
  | ({ readonly kind: 'changed'; readonly changes: readonly FieldChange[] } & InConfiguration)
  | ({ readonly kind: 'unmanaged-bucket' | 'gone-bucket' } & InBucket)
  | Unreadable;

/** A bucket or a whole account that could not be read. */
export interface Unreadable {
  readonly kind: 'unreadable';
  /** 12 digits. */
  readonly account: string;
  /** `null` where the whole account could not be read. */
  readonly region: string | null;
  /** `null` where the whole account could not be read. */
  readonly bucket: string | null;
  /** Number of affected buckets. */
  readonly buckets: number;
  /** AWS's error. */
  readonly error: ReadError;
  /** Instruction for the person who runs the command. */
  readonly next: string;
}
