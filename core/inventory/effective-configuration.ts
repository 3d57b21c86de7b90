import type { ConfigPath } from '../config/places';
import type { Config } from '../config/schema';
import { compileMatch, type BucketFacts } from './override-match';

/** What can differ from bucket to bucket. */
export const SETTINGS = [
  'enabled',
  'format',
  'frequency',
  'versions',
  'fields',
  'prefixFilter',
  'encryption',
] as const satisfies readonly (keyof Config['inventory'])[];
export type Setting = (typeof SETTINGS)[number];

/** The settings of one configuration on one bucket, as in `inventory`. */
export type Settings = Readonly<Required<Pick<Config['inventory'], Exclude<Setting, 'prefixFilter'>>>> & {
  /** Only keys that start with this are listed; `undefined` lists all. */
  readonly prefixFilter: string | undefined;
};

/** A configuration of a bucket, and what decided each of its settings. */
export interface EffectiveConfiguration {
  readonly id: string;
  readonly settings: Settings;
  /** Where the setting stands; for one that stands nowhere, where it would: in `inventory`, whose default it has. */
  readonly sources: Readonly<Record<Setting | 'id', ConfigPath>>;
}

/**
 * The configurations of every bucket: the main one, then the additional ones in the order of the file. Overrides apply in
 * their order, setting by setting, so that the last one that matches and sets a setting decides it; a list or an encryption
 * is replaced as a whole. Everything that needs a bucket's settings takes them from here.
 *
 * Compiles the configuration once; the answer is for any number of buckets.
 */
export function effectiveConfigurations(config: Config): (bucket: BucketFacts) => EffectiveConfiguration[] {
  const configurations = startingPoints(config);
  const overrides = config.overrides.map(({ match, configuration, set }, index) => ({
    matches: compileMatch(match),
    configuration,
    set,
    path: ['overrides', index, 'set'],
  }));
  return (bucket) => {
    const matching = overrides.filter(({ matches }) => matches(bucket));
    return configurations
      .filter(({ matches }) => matches(bucket))
      .map(({ start }) =>
        matching
          .filter(({ configuration }) => configuration === undefined || configuration === start.id)
          .reduce((changed, { set, path }) => change(changed, set, path), start),
      );
  };
}

/** Each configuration as it is before any override. */
function startingPoints({ inventory, additional }: Config) {
  const main: EffectiveConfiguration = {
    id: inventory.id,
    settings: { ...only(inventory), prefixFilter: inventory.prefixFilter },
    sources: { id: ['inventory', 'id'], ...bySetting((setting) => ['inventory', setting]) },
  };
  return [
    { start: main, matches: () => true },
    ...additional.map(({ id, match = {}, ...settings }, index) => {
      const { sources, ...rest } = change(main, settings, ['additional', index]);
      const start: EffectiveConfiguration = { ...rest, id, sources: { ...sources, id: ['additional', index, 'id'] } };
      return { start, matches: compileMatch(match) };
    }),
  ];
}

const only = ({ enabled, format, frequency, versions, fields, encryption }: Config['inventory']) => ({
  enabled,
  format,
  frequency,
  versions,
  fields,
  encryption,
});

type Changes = Config['overrides'][number]['set'];

/** The configuration with what `changes` sets, which stands at `path`. */
function change(
  { id, settings, sources }: EffectiveConfiguration,
  changes: Changes,
  path: ConfigPath,
): EffectiveConfiguration {
  return {
    id,
    settings: {
      enabled: changes.enabled ?? settings.enabled,
      format: changes.format ?? settings.format,
      frequency: changes.frequency ?? settings.frequency,
      versions: changes.versions ?? settings.versions,
      fields: changes.fields ?? settings.fields,
      // null takes the filter away.
      prefixFilter: changes.prefixFilter === undefined ? settings.prefixFilter : (changes.prefixFilter ?? undefined),
      encryption: changes.encryption ?? settings.encryption,
    },
    sources: {
      id: sources.id,
      ...bySetting((setting) => (changes[setting] === undefined ? sources[setting] : [...path, setting])),
    },
  };
}

const bySetting = (source: (setting: Setting) => ConfigPath): Record<Setting, ConfigPath> => ({
  enabled: source('enabled'),
  format: source('format'),
  frequency: source('frequency'),
  versions: source('versions'),
  fields: source('fields'),
  prefixFilter: source('prefixFilter'),
  encryption: source('encryption'),
});
