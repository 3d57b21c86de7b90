import picomatch from 'picomatch';

/** Globs to take and globs to leave out. No `include` takes everything; `exclude` is stronger than `include`. */
export interface Filter {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Says why a value is left out, or `undefined` where it is taken. */
export type Objection = (value: string) => string | undefined;

/**
 * Compiles a filter, so that thousands of values can be tested. `**` takes any depth of a path, and the place itself:
 * `/Workloads/**` takes `/Workloads` too.
 *
 * @param name how the filter is called in the configuration, e.g. `filters.buckets`; reasons quote it
 */
export function compileFilter(name: string, filter: Filter): Objection {
  const include = filter.include.map(matcher);
  const exclude = filter.exclude.map((glob) => ({ glob, matches: matcher(glob) }));
  return (value) => {
    const excluded = exclude.find(({ matches }) => matches(value));
    if (excluded !== undefined) return `${value} is left out by ${name}.exclude "${excluded.glob}"`;
    if (include.length === 0 || include.some((matches) => matches(value))) return undefined;
    return `${value} is not in ${name}.include`;
  };
}

const matcher = (glob: string) => picomatch(glob, { dot: true });
