import picomatch from 'picomatch';
import type { ConfigPath } from '../config/positions';
import type { Config } from '../config/schema';

/** Globs to include and to exclude. An empty `include` means all; `exclude` wins over `include`. */
export interface Filter {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** The reason for leaving a value out. */
export interface Objection {
  /** The reason in words; quotes the filter and the glob. */
  readonly reason: string;
  /** The reason without the value, the same for many values; absent where `reason` does not name the value. */
  readonly rule?: string;
  /** Path of the deciding setting in the configuration. */
  readonly source?: ConfigPath;
}

/** Returns the objection to a value; `undefined` where the value is included. */
export type Objector = (value: string) => Objection | undefined;

/**
 * Compiles a filter, so that thousands of values can be tested.
 *
 * @param name of the filter in the configuration; reasons quote it
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
 * Compiles a glob to a test of values. `**` matches any depth of a path, and the path itself: `/Workloads/**` also matches
 * `/Workloads`.
 */
export const compileGlob = (glob: string): ((value: string) => boolean) => matcher(glob, {});

/** Compiles a glob to a test of texts that are not paths: `*` also matches a `/`. */
export const compileTextGlob = (glob: string): ((value: string) => boolean) => matcher(glob, { bash: true });

/** Compiles a glob whose wildcards also match line breaks and names that begin with a dot. */
function matcher(glob: string, options: picomatch.PicomatchOptions): (value: string) => boolean {
  const matches = picomatch(glob, { ...options, dot: true, flags: 's' });
  // With a second argument, as `some` passes one, picomatch's function returns an object, which is always true.
  return (value) => matches(value);
}
