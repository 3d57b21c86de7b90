import { locate } from './locate';
import { readYaml } from './read-yaml';

/** Where something stands in the configuration, e.g. `['overrides', 2, 'set', 'format']`. */
export type ConfigPath = readonly (string | number)[];

/** A line and a column of the configuration file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds where a path of the configuration stands; `undefined` where it stands nowhere and its default counts. */
export type FindPlace = (path: ConfigPath) => Position | undefined;

/** Finds places in the text of `inventory.yaml`: that of the key, and of the value for an item of a list. */
export function findPlaces(text: string): FindPlace {
  const { document, position } = readYaml(text);
  return (path) => {
    const { exists, keyOffset } = locate(document, path);
    return exists ? position(keyOffset) : undefined;
  };
}
