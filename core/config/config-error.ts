import { Orgs3Error } from '../errors';
import { formatMistake, type Mistake } from './mistake';

/** An error for a configuration file with mistakes. The message lists every mistake, one a line, in the order of the file. */
export class ConfigError extends Orgs3Error {
  override name = 'ConfigError';

  constructor(
    readonly file: string,
    readonly mistakes: readonly Mistake[],
  ) {
    const count = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`;
    super([`${count} in ${file}`, ...mistakes.map((mistake) => formatMistake(file, mistake))].join('\n'), {
      next: `Correct ${mistakes.length === 1 ? 'it' : 'them'} and run "orgs3 validate". docs/configuration.md explains every key.`,
    });
  }
}
