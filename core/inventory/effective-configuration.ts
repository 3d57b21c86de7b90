import type { ConfigPath } from '../config/positions';
import type { Config } from '../config/schema';
import { compileMatch, type BucketFacts } from './override-match';

/** Settings that can differ between buckets. */
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
  /** Prefix of the object keys to list; `undefined` lists all. */
  readonly prefixFilter: string | undefined;
};

/** A configuration of a bucket, with the source of each setting. */
export interface EffectiveConfiguration {
  readonly id: string;
  readonly settings: Settings;
  /** The setting's place in the file. A setting that the file lacks gets the place of `inventory`, where its default comes from. */
  readonly sources: Readonly<Record<Setting | 'id', ConfigPath>>;
}

/**
 * The effective configurations of a bucket: the main one, then the additional ones in the order of the file. Overrides apply in
 * their order, setting by setting: the last matching override that sets a setting decides it. A list or an encryption is
 * replaced as a whole. All commands and stacks take a bucket's settings from here.
 *
 * Compiles the configuration once; the returned function serves any number of buckets.
 */
export function effectiveConfigurations(config: Config): (bucket: BucketFacts) => EffectiveConfiguration[] {
  const configurations = baseConfigurations(config);
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
          .reduce((changed, { set, path }) => applyChanges(changed, set, path), start),
      );
  };
}

/** The configurations before any override. */
function baseConfigurations({ inventory, additional }: Config) {
  const main: EffectiveConfiguration = {
    id: inventory.id,
    settings: { ...settingsOf(inventory), prefixFilter: inventory.prefixFilter },
    sources: { id: ['inventory', 'id'], ...bySetting((setting) => ['inventory', setting]) },
  };
  return [
    { start: main, matches: () => true },
    ...additional.map(({ id, match = {}, ...settings }, index) => {
      const { sources, ...rest } = applyChanges(main, settings, ['additional', index]);
      const start: EffectiveConfiguration = { ...rest, id, sources: { ...sources, id: ['additional', index, 'id'] } };
      return { start, matches: compileMatch(match) };
    }),
  ];
}

const settingsOf = ({ enabled, format, frequency, versions, fields, encryption }: Config['inventory']) => ({
  enabled,
  format,
  frequency,
  versions,
  fields,
  encryption,
});

type Changes = Config['overrides'][number]['set'];

/** Applies changes to a configuration. `path` is their place in the file. */
function applyChanges(
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
      // null removes the filter.
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
