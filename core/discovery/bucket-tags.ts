import { hasTagOverrides } from '../organization/known-tags';
import type { Config } from '../config/schema';
import type { AwsCallError } from '../errors';
import { answerOf } from '../refusals/refusal';
import { bucketPicker } from '../organization/selection';
import type { BucketSnapshot, BucketTags, ReadError } from '../organization/snapshot';

/** What came of asking for one bucket's tags. */
export type TagAnswer = { readonly bucket: BucketSnapshot } & (
  { readonly tags: BucketTags } | { readonly error: AwsCallError }
);

/** A bucket whose tags could not be read. */
export interface UnreadTags {
  readonly name: string;
  readonly region: string;
  readonly error: ReadError;
}

/** The buckets of an account, those that were asked with their tags. */
export interface TaggedBuckets {
  readonly buckets: readonly BucketSnapshot[];
  readonly unreadTags: readonly UnreadTags[];
}

/** The buckets of an account whose tags have to be read: the selected ones, where the configuration asks for tags. */
export function taggedBucketsPicker(
  config: Config,
): (account: string, buckets: readonly BucketSnapshot[]) => BucketSnapshot[] {
  return hasTagOverrides(config) ? bucketPicker(config) : () => [];
}

/** Puts the answers to the buckets that were listed. A bucket that was deleted since is left out. */
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
