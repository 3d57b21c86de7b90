import type { Config } from '../config/schema';
import type { SelectedBucket, Selection } from '../organization/selection';
import type { OrganizationSnapshot } from '../organization/snapshot';
import { desiredConfigurations, type DesiredConfiguration } from './desired-configuration';

/** A selected bucket and its desired configurations. */
export interface DesiredBucket extends SelectedBucket {
  /** Main configuration first. */
  readonly configurations: readonly DesiredConfiguration[];
}

/** The desired configurations of every selected bucket, in the order of the selection. */
export function desiredBuckets(config: Config, snapshot: OrganizationSnapshot, selection: Selection): DesiredBucket[] {
  const configurationsOf = desiredConfigurations(config);
  const paths = new Map(snapshot.accounts.map(({ id, path }) => [id, path]));
  const tags = new Map(
    snapshot.accounts.flatMap(({ id, buckets }) => buckets.map((bucket) => [`${id} ${bucket.name}`, bucket.tags])),
  );
  return selection.buckets.map((selected) => {
    const { account, region, bucket: name } = selected;
    const facts = { account, path: paths.get(account) ?? '/', region, name, tags: tags.get(`${account} ${name}`) };
    return { ...selected, configurations: configurationsOf(facts) };
  });
}
