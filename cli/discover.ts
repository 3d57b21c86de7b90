import type { Command } from 'commander';
import type { Terminal } from './terminal';

export function addDiscover(_program: Command, _terminal: Terminal): void {}
