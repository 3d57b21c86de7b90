import { readFileSync } from 'node:fs';
import { ConfigError } from '../../core/config/config-error';
import { parseConfig } from '../../core/config/parse';
import { positionFinder, type FindPosition } from '../../core/config/positions';
import type { Config } from '../../core/config/schema';
import { Orgs3Error } from '../../core/errors';
import { trustFits } from '../../core/policies/trust-fits';

/**
 * Reads and checks the configuration file.
 *
 * @param path relative to the working directory, or absolute; mistakes name the file in the same words
 * @throws ConfigError with every mistake in the file
 * @throws Orgs3Error if the file is not there or cannot be read
 */
export const readConfig = (path: string): Config => parsed(path, readText(path));

/** A configuration, and the places of its settings in the file. */
export interface LocatedConfig {
  readonly config: Config;
  readonly positionOf: FindPosition;
}

/** Reads the configuration as `readConfig` does, and returns a function that finds a setting's line in the file. */
export function readLocatedConfig(path: string): LocatedConfig {
  const text = readText(path);
  return { config: parsed(path, text), positionOf: positionFinder(text) };
}

function parsed(path: string, text: string): Config {
  const result = parseConfig(text, [trustFits]);
  if (!result.ok) throw new ConfigError(path, result.mistakes);
  return result.config;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
    if (code !== 'ENOENT')
      throw new Orgs3Error(`The configuration "${path}" cannot be read (${String(code)}).`, {
        cause,
        next: 'Name a file that you may read: --config <file>.',
      });
    throw new Orgs3Error(`The configuration "${path}" does not exist.`, {
      cause,
      next: `Copy examples/inventory.yaml to ${path} and fill in your account, or name another file with --config <file>.`,
    });
  }
}
