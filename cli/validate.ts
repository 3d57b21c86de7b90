import type { Command } from 'commander';
import { readConfig } from '../adapters/files/config-file';
import { ConfigError } from '../core/config/config-error';
import type { Config } from '../core/config/schema';
import { summarizeConfig } from '../core/config/summary';
import { jsonText } from '../core/text/printable';
import { runAction } from './action';
import { EXIT, type ExitCode } from './exit-code';
import { configOption, formatOption } from './options';
import type { Terminal } from './terminal';

interface Options {
  readonly config: string;
  readonly format: 'table' | 'json';
}

/** `orgs3 validate`: checks the configuration, and lists every mistake in it. */
export function addValidate(program: Command, terminal: Terminal): void {
  program
    .command('validate')
    .description('check the configuration; list every mistake with its line')
    .addOption(configOption())
    .addOption(formatOption())
    .action((options: Options) => runAction(terminal, () => Promise.resolve(validate(options, terminal))));
}

function validate({ config: file, format }: Options, terminal: Terminal): ExitCode {
  if (format === 'table') {
    terminal.out(sayValid(file, readConfig(file)));
    return EXIT.done;
  }
  const mistakes = mistakesIn(file);
  terminal.out(`${jsonText({ file, valid: mistakes.length === 0, mistakes }, 2)}\n`);
  return mistakes.length === 0 ? EXIT.done : EXIT.failed;
}

function mistakesIn(file: string): ConfigError['mistakes'] {
  try {
    readConfig(file);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

function sayValid(file: string, config: Config): string {
  const rows = Object.entries(summarizeConfig(config)).map(([name, value]) => `  ${name.padEnd(13)}${value}`);
  return [`${file} is valid.`, ...rows, ''].join('\n');
}
