import type { Config } from '../config/schema';
import { selectBuckets, type SelectedBucket } from './selection';
import type { OrganizationSnapshot } from './snapshot';

/** Whether an override asks for a bucket's tags, so that they have to be read. */
export const asksForTags = ({ overrides }: Config): boolean => overrides.some(({ match }) => match.tags !== undefined);

/**
 * Selected buckets to which no override by tag can apply, because the snapshot does not know their tags; none where the
 * configuration asks for no tags.
 */
export function bucketsWithoutTags(config: Config, snapshot: OrganizationSnapshot): SelectedBucket[] {
  if (!asksForTags(config)) return [];
  const known = new Set(
    snapshot.accounts.flatMap(({ id, buckets }) =>
      buckets.flatMap(({ name, tags }) => (tags === undefined ? [] : [`${id} ${name}`])),
    ),
  );
  return selectBuckets(config, snapshot).buckets.filter(({ account, bucket }) => !known.has(`${account} ${bucket}`));
}
