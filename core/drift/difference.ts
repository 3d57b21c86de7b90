import type { ReadError } from '../organization/snapshot';
import type { FieldChange } from './compare-configurations';

/** Ways in which the organization can differ from what the configuration asks for. */
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
 * One thing that is not as it ought to be.
 *
 * - `missing`: the bucket lacks a configuration that it ought to have;
 * - `changed`: a configuration has other settings; each is named;
 * - `disabled`: a configuration is switched off that ought to be on;
 * - `unmanaged-bucket`: the bucket exists and ought to be inventoried, but the snapshot does not know it;
 * - `gone-bucket`: the snapshot knows the bucket, but it is no longer there;
 * - `foreign`: a configuration that is none of ours writes into our destination bucket;
 * - `unreadable`: AWS refused to tell.
 */
export type Difference =
  | ({ readonly kind: 'missing' | 'disabled' | 'foreign' } & InConfiguration)
  | ({ readonly kind: 'changed'; readonly changes: readonly FieldChange[] } & InConfiguration)
  | ({ readonly kind: 'unmanaged-bucket' | 'gone-bucket' } & InBucket)
  | Unreadable;

/** A bucket, or a whole account, that AWS refused to tell about. */
export interface Unreadable {
  readonly kind: 'unreadable';
  /** 12 digits. */
  readonly account: string;
  /** `null` where the whole account could not be read. */
  readonly region: string | null;
  /** `null` where the whole account could not be read. */
  readonly bucket: string | null;
  /** How many buckets this is about. */
  readonly buckets: number;
  /** AWS's answer. */
  readonly error: ReadError;
  /** What to do about it. */
  readonly next: string;
}
