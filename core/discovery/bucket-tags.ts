import { hasTagOverrides } from '../organization/known-tags';
import type { Config } from '../config/schema';
import type { AwsCallError } from '../errors';
import { answerOf } from '../refusals/refusal';
import { bucketPicker } from '../organization/selection';
import type { BucketSnapshot, BucketTags, ReadError } from '../organization/snapshot';

/** Result of reading one bucket's tags. */
export type TagAnswer = { readonly bucket: BucketSnapshot } & (
  { readonly tags: BucketTags } | { readonly error: AwsCallError }
);

/** A bucket whose tags could not be read. */
export interface UnreadTags {
  readonly name: string;
  readonly region: string;
  readonly error: ReadError;
}

/** Buckets of an account, with the tags that were read. */
export interface TaggedBuckets {
  readonly buckets: readonly BucketSnapshot[];
  readonly unreadTags: readonly UnreadTags[];
}

/** Selects the buckets of an account whose tags must be read: the selected buckets, if an override matches by tags. */
export function taggedBucketsPicker(
  config: Config,
): (account: string, buckets: readonly BucketSnapshot[]) => BucketSnapshot[] {
  return hasTagOverrides(config) ? bucketPicker(config) : () => [];
}

/** Adds the tags that were read to the listed buckets. Drops buckets that were deleted since the listing. */
export function withTags(listed: readonly BucketSnapshot[], answers: readonly TagAnswer[]): TaggedBuckets {
  const answered = new Map(answers.map((answer) => [answer.bucket, answer]));
  const buckets = listed.flatMap((bucket): BucketSnapshot[] => {
    const answer = answered.get(bucket);
    if (answer === undefined) return [bucket];
    if ('tags' in answer) return [{ ...bucket, tags: answer.tags }];
    return isGone(answer.error) ? [] : [bucket];
  });
  const unreadTags = answers.flatMap((answer): UnreadTags[] => {
    if ('tags' in answer || isGone(answer.error)) return [];
    const { name, region } = answer.bucket;
    return [{ name, region, error: answerOf(answer.error) }];
  });
  return { buckets, unreadTags };
}

const isGone = ({ code }: AwsCallError) => code === 'NoSuchBucket';
