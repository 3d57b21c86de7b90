/** One thing that is wrong in the configuration file. */
export interface Mistake {
  /** 1-based line and column of the offending value or key; where a key is missing, of the mapping that lacks it. */
  readonly line: number;
  readonly column: number;
  /** Where in the configuration, e.g. `inventory.fields[3]`; empty for the file as a whole. */
  readonly path: string;
  /** What is there, quoted; `nothing` where a key or value is missing. */
  readonly found: string;
  /** What may be there. */
  readonly allowed: string;
  /** The allowed key or value that was probably meant. */
  readonly meant?: string;
}

/** A mistake in one line, as compilers write theirs: `file:line:column: path: found …, allowed …`. */
export function formatMistake(file: string, { line, column, path, found, allowed, meant }: Mistake): string {
  const place = [`${file}:${line}:${column}`, ...(path === '' ? [] : [path])].join(': ');
  const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return `${place}: found ${found}, allowed ${allowed}${hint}`;
}

/** A path as people write it: `inventory.fields[3]`, and `tags["cost center"]` where a key is not a plain word. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = String(step);
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
