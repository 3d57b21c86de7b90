import type { ConfigPath } from '../config/positions';
import type { Config } from '../config/schema';
import { compileGlob } from '../organization/filter';
import type { OrganizationSnapshot } from '../organization/snapshot';
import { plainPath } from '../organization/unit-path';
import { tagGlob } from './override-match';

/** A glob of the configuration that matches nothing in the snapshot. */
export interface UnmatchedGlob {
  /** Its place in the configuration, e.g. `['filters', 'accounts', 'exclude', 0]`. */
  readonly source: ConfigPath;
  readonly glob: string;
  /** The values that it was compared with. */
  readonly comparedWith: Compared;
  /** Paths that it would match if names were not escaped in them; for globs of organizational units. */
  readonly escaped: readonly string[];
}

/** The kind and the number of the values that a glob was compared with. */
export interface Compared {
  readonly what: 'account' | 'organizational unit' | 'Region' | 'bucket' | 'bucket with known tags';
  /** Never 0: where the snapshot has no such value, nothing is said about a glob. */
  readonly count: number;
}

/**
 * Finds the globs of filters, additional configurations and overrides that match nothing in a snapshot, in this order. All that the
 * snapshot knows is compared, also what the filters leave out.
 */
export function unmatchedGlobs(config: Config, snapshot: OrganizationSnapshot): UnmatchedGlob[] {
  const known = knownValues(snapshot);
  const filters = CRITERIA.flatMap((criterion) =>
    (['include', 'exclude'] as const).flatMap((list) =>
      inList(['filters', criterion, list], config.filters[criterion][list], known[criterion]),
    ),
  );
  const places = (['additional', 'overrides'] as const).flatMap((list) =>
    config[list].flatMap(({ match }, index) =>
      CRITERIA.flatMap((criterion) =>
        inList([list, index, 'match', criterion], match?.[criterion] ?? [], known[criterion]),
      ),
    ),
  );
  const tags = config.overrides.flatMap(({ match }, index) =>
    Object.entries(match.tags ?? {}).flatMap(([key, glob]) =>
      inTags(['overrides', index, 'match', 'tags', key], { key, glob }, snapshot),
    ),
  );
  return [...filters, ...places, ...tags];
}

const CRITERIA = ['accounts', 'organizationalUnits', 'regions', 'buckets'] as const;

interface Known {
  readonly what: Compared['what'];
  /** Each value once. */
  readonly values: readonly string[];
}

function knownValues({ organization, accounts }: OrganizationSnapshot): Record<(typeof CRITERIA)[number], Known> {
  const buckets = accounts.flatMap((account) => account.buckets);
  return {
    accounts: { what: 'account', values: accounts.map(({ id }) => id) },
    organizationalUnits: { what: 'organizational unit', values: organization.units.map(({ path }) => path) },
    regions: { what: 'Region', values: unique(buckets.map(({ region }) => region)) },
    buckets: { what: 'bucket', values: unique(buckets.map(({ name }) => name)) },
  };
}

const unique = (values: readonly string[]) => [...new Set(values)];

function inList(place: ConfigPath, globs: readonly string[], { what, values }: Known): UnmatchedGlob[] {
  if (values.length === 0) return [];
  return globs.flatMap((glob, index) => {
    const matches = compileGlob(glob);
    if (values.some(matches)) return [];
    const escaped = what === 'organizational unit' ? values.filter((path) => matches(plainPath(path))) : [];
    return [{ source: [...place, index], glob, comparedWith: { what, count: values.length }, escaped }];
  });
}

function inTags(
  source: ConfigPath,
  { key, glob }: { readonly key: string; readonly glob: string },
  { accounts }: OrganizationSnapshot,
): UnmatchedGlob[] {
  const known = accounts.flatMap(({ buckets }) => buckets.flatMap(({ tags }) => (tags === undefined ? [] : [tags])));
  const matches = tagGlob(glob);
  if (known.length === 0 || known.some((tags) => Object.hasOwn(tags, key) && matches(tags[key] ?? ''))) return [];
  return [{ source, glob, comparedWith: { what: 'bucket with known tags', count: known.length }, escaped: [] }];
}
