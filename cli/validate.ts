import type { Command } from 'commander';
import { readLocatedConfig } from '../adapters/files/config-file';
import { readSnapshotIfThere } from '../adapters/files/snapshot-files';
import { ConfigError } from '../core/config/config-error';
import type { Mistake } from '../core/config/mistake';
import type { Config } from '../core/config/schema';
import { summarizeConfig } from '../core/config/summary';
import { Orgs3Error } from '../core/errors';
import { type UnmatchedGlob, unmatchedGlobs } from '../core/inventory/unmatched-globs';
import { jsonText, printable } from '../core/text/printable';
import { runAction } from './action';
import { EXIT, type ExitCode } from './exit-code';
import type { WrittenConfig } from './explanation-text';
import { configOption, formatOption, organizationOption, type SnapshotArguments } from './options';
import type { Terminal } from './terminal';
import { describeUnmatched, unmatchedJson } from './unmatched-text';

interface Options extends SnapshotArguments {
  readonly format: 'table' | 'json';
}

/** `orgs3 validate`: checks the configuration, and lists every mistake in it. */
export function addValidate(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('check the configuration; list every mistake with its line, and globs that match nothing')
    .addOption(configOption())
    .addOption(organizationOption())
    .addOption(formatOption())
    .action((options: Options) => runAction(terminal, () => Promise.resolve(validate(options, terminal))));
}

function validate({ config: file, organization, format }: Options, terminal: Terminal): ExitCode {
  if (format === 'table') {
    const { config, positionOf } = readLocatedConfig(file);
    terminal.out(sayValid(file, config));
    const globs = unmatchedIn(config, organization, terminal) ?? [];
    for (const line of describeUnmatched(globs, { file, positionOf })) terminal.note(line);
    return EXIT.done;
  }
  const { mistakes, ...found } = examined(file, organization, terminal);
  terminal.out(`${jsonText({ file, valid: mistakes.length === 0, mistakes, ...found }, 2)}\n`);
  return mistakes.length === 0 ? EXIT.done : EXIT.failed;
}

interface Examined {
  readonly mistakes: readonly Mistake[];
  /** Absent where the configuration is wrong, or the snapshot cannot be read. */
  readonly unmatchedGlobs?: ReturnType<typeof unmatchedJson>;
}

function examined(file: string, folder: string, terminal: Terminal): Examined {
  try {
    const { config, positionOf } = readLocatedConfig(file);
    const written: WrittenConfig = { file, positionOf };
    const globs = unmatchedIn(config, folder, terminal);
    return { mistakes: [], ...(globs === undefined ? {} : { unmatchedGlobs: unmatchedJson(globs, written) }) };
  } catch (error) {
    if (error instanceof ConfigError) return { mistakes: error.mistakes };
    throw error;
  }
}

/** Compares the globs with the snapshot; `undefined` where there is none, or none that can be read. The latter is told. */
function unmatchedIn(config: Config, folder: string, terminal: Terminal): UnmatchedGlob[] | undefined {
  try {
    const snapshot = readSnapshotIfThere(folder);
    return snapshot && unmatchedGlobs(config, snapshot);
  } catch (error) {
    if (!(error instanceof Orgs3Error)) throw error;
    terminal.note(printable(`The globs were not compared with the snapshot: ${error.message}`));
    return undefined;
  }
}

function sayValid(file: string, config: Config): string {
  const rows = Object.entries(summarizeConfig(config)).map(([name, value]) => `  ${name.padEnd(13)}${value}`);
  return [`${file} is valid.`, ...rows, ''].join('\n');
}
