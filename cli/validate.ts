import type { Command } from 'commander';
import type { Terminal } from './terminal';

export function addValidate(_program: Command, _terminal: Terminal): void {}
