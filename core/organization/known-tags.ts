import type { Config } from '../config/schema';
import { selectBuckets, type SelectedBucket } from './selection';
import type { OrganizationSnapshot } from './snapshot';

/** True where an override matches by tags, so that discovery has to read the tags of buckets. */
export const hasTagOverrides = ({ overrides }: Config): boolean =>
  overrides.some(({ match }) => match.tags !== undefined);

/**
 * Selected buckets whose tags the snapshot does not know, so that no override by tags applies to them. Empty where no override
 * matches by tags.
 */
export function bucketsWithoutTags(config: Config, snapshot: OrganizationSnapshot): SelectedBucket[] {
  if (!hasTagOverrides(config)) return [];
  const known = new Set(
    snapshot.accounts.flatMap(({ id, buckets }) =>
      buckets.flatMap(({ name, tags }) => (tags === undefined ? [] : [`${id} ${name}`])),
    ),
  );
  return selectBuckets(config, snapshot).buckets.filter(({ account, bucket }) => !known.has(`${account} ${bucket}`));
}
