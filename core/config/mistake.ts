/** A mistake in the configuration file. */
export interface Mistake {
  /** 1-based line and column of the wrong value or key; for a missing key, of the mapping that lacks it. */
  readonly line: number;
  readonly column: number;
  /** Path in the configuration, e.g. `inventory.fields[3]`; empty for the whole file. */
  readonly path: string;
  /** The value in the file, quoted; `nothing` where a key or value is missing. */
  readonly found: string;
  /** The allowed values, in words. */
  readonly allowed: string;
  /** The allowed key or value that was probably meant. */
  readonly meant?: string;
}

/** A mistake as one line in the form of compiler messages: `file:line:column: path: found …, allowed …`. */
export function formatMistake(file: string, { line, column, path, found, allowed, meant }: Mistake): string {
  const place = [`${file}:${line}:${column}`, ...(path === '' ? [] : [path])].join(': ');
  const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return `${place}: found ${found}, allowed ${allowed}${hint}`;
}

/** A path as text: `inventory.fields[3]`, and `tags["cost center"]` where a key is not a plain word. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const key = String(step);
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
