import picomatch from 'picomatch';
import type { ConfigPath } from '../config/places';
import type { Config } from '../config/schema';

/** Globs to take and globs to leave out. No `include` takes everything; `exclude` is stronger than `include`. */
export interface Filter {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Why a value is left out. */
export interface Objection {
  /** In words; quotes the filter and the glob. */
  readonly reason: string;
  /** The reason without the value, so that many values share it; absent where the reason names none. */
  readonly rule?: string;
  /** What decided it in the configuration. */
  readonly source?: ConfigPath;
}

/** Says why a value is left out, or `undefined` where it is taken. */
export type Objector = (value: string) => Objection | undefined;

/**
 * Compiles a filter, so that thousands of values can be tested.
 *
 * @param name which of the configuration's filters it is; reasons quote it
 */
export function compileFilter(name: keyof Config['filters'], filter: Filter): Objector {
  const include = filter.include.map(compileGlob);
  const exclude = filter.exclude.map(compileGlob);
  return (value) => {
    const index = exclude.findIndex((matches) => matches(value));
    if (index >= 0) {
      const rule = `left out by filters.${name}.exclude "${filter.exclude[index] ?? ''}"`;
      return { reason: `${value} is ${rule}`, rule, source: ['filters', name, 'exclude', index] };
    }
    if (include.length === 0 || include.some((matches) => matches(value))) return undefined;
    const rule = `not in filters.${name}.include`;
    return { reason: `${value} is ${rule}`, rule, source: ['filters', name, 'include'] };
  };
}

/**
 * Whether a value matches a glob. `**` takes any depth of a path, and the place itself: `/Workloads/**` takes `/Workloads`
 * too.
 */
export const compileGlob = (glob: string): ((value: string) => boolean) => picomatch(glob, { dot: true });
