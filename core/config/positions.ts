import { locate } from './locate';
import { readYaml } from './read-yaml';

/** A path in the configuration, e.g. `['overrides', 2, 'set', 'format']`. */
export type ConfigPath = readonly (string | number)[];

/** A line and a column of the configuration file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds the position of a configuration path; `undefined` where the file lacks it and its default counts. */
export type FindPosition = (path: ConfigPath) => Position | undefined;

/** Builds a `FindPosition` for the text of `inventory.yaml`. It gives the position of the key, or of the value for a list item. */
export function positionFinder(text: string): FindPosition {
  const { document, position } = readYaml(text);
  return (path) => {
    const { exists, keyOffset } = locate(document, path);
    return exists ? position(keyOffset) : undefined;
  };
}
