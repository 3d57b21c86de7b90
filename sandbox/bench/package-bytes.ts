/** The bytes that one source adds to a bundle. */
export interface PackageBytes {
  /** A package's name, or `this project`. */
  readonly name: string;
  readonly bytes: number;
}

/**
 * Adds up a bundle's bytes by package, largest first.
 *
 * @param bytesByFile the bundle's bytes by file, with paths as in esbuild's metafile
 */
export function packageBytes(bytesByFile: Readonly<Record<string, number>>): PackageBytes[] {
  const sums = new Map<string, number>();
  for (const [file, bytes] of Object.entries(bytesByFile)) {
    const name = packageOf(file);
    sums.set(name, (sums.get(name) ?? 0) + bytes);
  }
  return [...sums].map(([name, bytes]) => ({ name, bytes })).sort((a, b) => b.bytes - a.bytes);
}

/** The package of a file; of nested packages, the innermost one. */
const packageOf = (file: string) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? 'this project';
